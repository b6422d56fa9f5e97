"""Progress, bars, pipes and words for people, shared by every command line."""

from console.bar import StatusLine, progress_bar
from console.csv_export import csv_line, save_csv
from console.errors import Cancelled, CartellinoError, in_words, reason
from console.letters import folded, spelled_out, unmarked
from console.pipes import until_closed
from console.progress import Report, counted, no_report, part
from console.words import brief, clock, clocks, plural, size, time_left

__all__ = [
    "Cancelled",
    "CartellinoError",
    "Report",
    "StatusLine",
    "brief",
    "clock",
    "clocks",
    "counted",
    "csv_line",
    "folded",
    "in_words",
    "no_report",
    "part",
    "plural",
    "progress_bar",
    "reason",
    "save_csv",
    "size",
    "spelled_out",
    "time_left",
    "unmarked",
    "until_closed",
]
