"""LIDO records, put together as museums of many countries and systems write them."""

from __future__ import annotations

from pathlib import Path

from catalogue import Record, load

TYPES = "http://terminology.lido-schema.org/"
URI = 'lido:type="URI"'


def actor(
    name: str = "", role: str = "", qualifier: str = "", display: str = "", number: str = ""
) -> str:
    """An actor of an event; several names are parted by `|`, of which the first is preferred."""
    names = "".join(
        f'<lido:appellationValue lido:pref="{"alternate" if n else "preferred"}">{spelling}'
        "</lido:appellationValue>" for n, spelling in enumerate(name.split("|"))
    )  # fmt: skip
    roles = "".join(
        f"<lido:roleActor><lido:term>{term}</lido:term></lido:roleActor>"
        for term in role.split("|")
    )
    written = f"<lido:displayActorInRole>{display}</lido:displayActorInRole>" if display else ""
    sure = f"<lido:attributionQualifierActor>{qualifier}</lido:attributionQualifierActor>"
    acting = (
        f"<lido:actorInRole><lido:actor>{number}<lido:nameActorSet>{names}</lido:nameActorSet>"
        f"</lido:actor>{roles if role else ''}{sure if qualifier else ''}</lido:actorInRole>"
    )
    return f"<lido:eventActor>{written}{acting if name else ''}</lido:eventActor>"


def event(kind: str, *actors: str, date: str = "") -> str:
    """An event of a kind, which is a term, or a number of the terminology, or an element."""
    if kind.startswith("http"):
        kind = f"<lido:conceptID {URI}>{kind}</lido:conceptID>"
    elif not kind.startswith("<"):
        kind = f"<lido:term>{kind}</lido:term>"
    inside = f"<lido:eventDate>{date}</lido:eventDate>" if date else ""
    return (
        f"<lido:eventSet><lido:event><lido:eventType>{kind}</lido:eventType>{''.join(actors)}"
        f"{inside}</lido:event></lido:eventSet>"
    )


def display_date(text: str) -> str:
    return f"<lido:displayDate>{text}</lido:displayDate>"


def titled(*titles: str) -> str:
    return "".join(f"<lido:titleSet>{title}</lido:titleSet>" for title in titles)


def value(text: str, **attributes: str) -> str:
    written = "".join(
        f' {"xml" if k == "lang" else "lido"}:{k}="{v}"' for k, v in attributes.items()
    )
    return f"<lido:appellationValue{written}>{text}</lido:appellationValue>"


def lido(
    *events: str, titles: str = "", more: str = "", lang: str = "en", admin: str = "",
    number: str = '<lido:workID lido:type="inventory number">7</lido:workID>',
) -> str:  # fmt: skip
    return (
        '<lido:lido xmlns:lido="http://www.lido-schema.org"><lido:lidoRecID>rec</lido:lidoRecID>'
        f'<lido:descriptiveMetadata xml:lang="{lang}">'
        f"<lido:titleWrap>{titles or titled(value('Flora'))}</lido:titleWrap>"
        f"<lido:repositorySet>{number}</lido:repositorySet>"
        f"<lido:eventWrap>{''.join(events)}</lido:eventWrap>{more}</lido:descriptiveMetadata>"
        f"<lido:administrativeMetadata>{admin}</lido:administrativeMetadata></lido:lido>"
    )


def record(folder: Path, text: str) -> Record:
    """The one record that is read from a LIDO text."""
    path = folder / "records.lido"
    path.write_text(text, encoding="utf-8")
    [work] = load(path)
    [only] = work.records
    return only


def extra(record: Record, name: str) -> list[str]:
    """What a record keeps under a name that is no field."""
    return [text for column, text in record.extra if column == name]
