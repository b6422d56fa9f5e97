"""Names of functions that an answer may call in a page of another site (JSONP).

The page has named the function, so nothing of that page is at risk from itself; but a page that
takes the name out of its own address could be made to call a function of the browser.
"""

from __future__ import annotations

import re

_LONGEST = 100
_NAME = re.compile(r"(?!__)[A-Za-z_$][\w$]*", re.ASCII)
"""A plain name: no path to a function of another object, and none of the language's own `__…__`."""
_WORDS = """
arguments await break case catch class const continue debugger default delete do else enum export
extends false finally for function if implements import in instanceof interface let new null
package private protected public return static super switch this throw true try typeof undefined
var void while with yield async of NaN Infinity
"""
_LANGUAGE = """
eval execScript Function AsyncFunction GeneratorFunction Object Array String Number Boolean Symbol
BigInt Date RegExp Promise Proxy Reflect Map Set WeakMap WeakSet WeakRef FinalizationRegistry
ArrayBuffer SharedArrayBuffer DataView Atomics JSON Math Intl Iterator WebAssembly Int8Array
Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array
Float32Array Float64Array BigInt64Array BigUint64Array Error AggregateError EvalError RangeError
ReferenceError SyntaxError TypeError URIError SuppressedError DisposableStack AsyncDisposableStack
parseInt parseFloat isNaN isFinite escape unescape encodeURI encodeURIComponent decodeURI
decodeURIComponent globalThis require module exports process constructor prototype hasOwnProperty
isPrototypeOf propertyIsEnumerable toString toLocaleString valueOf
"""
_BROWSER = """
window self top parent frames document location history navigator screen console name opener
localStorage sessionStorage indexedDB caches cookieStore crypto performance trustedTypes navigation
alert confirm prompt print open close stop focus blur find fetch fetchLater postMessage atob btoa
setTimeout setInterval clearTimeout clearInterval setImmediate clearImmediate queueMicrotask
requestAnimationFrame cancelAnimationFrame requestIdleCallback cancelIdleCallback structuredClone
reportError createImageBitmap getComputedStyle getSelection matchMedia moveBy moveTo resizeBy
resizeTo scroll scrollBy scrollTo captureEvents releaseEvents addEventListener removeEventListener
dispatchEvent importScripts showModalDialog showOpenFilePicker showSaveFilePicker
showDirectoryPicker queryLocalFonts getScreenDetails openDatabase setResizable sizeToContent dump
updateCommands getDefaultComputedStyle webkitRequestAnimationFrame webkitCancelAnimationFrame
webkitRequestFileSystem webkitResolveLocalFileSystemURL webkitStorageInfo ActiveXObject
CollectGarbage ScriptEngine Image Audio Option Worker SharedWorker ServiceWorker WebSocket
EventSource XMLHttpRequest XDomainRequest FormData Blob File FileReader URL URLSearchParams Request
Response Headers Event CustomEvent MessageChannel BroadcastChannel Notification DOMParser
XMLSerializer XSLTProcessor MutationObserver Range Selection Node Element HTMLElement Document
ShadowRoot Text Comment
"""
_TAKEN = frozenset(f"{_WORDS} {_LANGUAGE} {_BROWSER}".split())


def is_callback(name: str) -> bool:
    """Whether an answer may call this: a plain name that neither language nor browser uses."""
    return len(name) < _LONGEST and _NAME.fullmatch(name) is not None and name not in _TAKEN
