"""ZIP packages (DOCX, XLSX, PPTX, ODF): sizes checked first, no XML entity ever expanded."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from types import TracebackType

from lxml import etree

from pipeline.ingest.content import Refused
from pipeline.ingest.readers import limits

_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C\0T|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)")
_CHUNK = 1 << 18
_FOREIGN = (
    (re.compile(r"vbaProject\.bin$", re.I), "в файле есть макросы: они не выполняются"),
    (
        re.compile(r"externalLinks/|/embeddings/|oleObject", re.I),
        "вложения и внешние связи не открываются",
    ),
)


class Archive:
    """A package whose every part has been unpacked once, counted and searched for a DTD.

    Refused: too large, packed too tightly, sizes that lie, a password, entity declarations.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Archive:
        try:
            self._zip = zipfile.ZipFile(self._path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Refused("файл повреждён: это не целый архив ZIP") from error
        self.names = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > limits.MAX_MEMBERS:
            raise Refused(f"в файле слишком много частей: больше {limits.MAX_MEMBERS}")
        if len(self.names) < len(self._zip.infolist()):
            raise Refused("в файле есть части с одинаковыми именами: он испорчен намеренно")
        self._check()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def notes(self) -> list[str]:
        """What the package holds besides its text, and that it is left alone."""
        return [note for mark, note in _FOREIGN if any(map(mark.search, self.names))]

    def read(self, name: str) -> bytes:
        """The bytes of a part, b"" if there is none."""
        return self._zip.read(name) if name in self.names else b""

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part; None if there is none or it is empty."""
        content = self.read(name)
        return parse(content) if content.strip() else None

    def _check(self) -> None:
        unpacked = 0
        self._check_ratio(sum(info.file_size for info in self._zip.infolist()))
        for info in self._zip.infolist():
            if info.flag_bits & 1:
                raise Refused("файл защищён паролем: снимите пароль и сохраните заново")
            limits.alive()
            unpacked += self._check_part(info, limits.MAX_UNPACKED - unpacked)
        self._check_ratio(unpacked)

    def _check_ratio(self, unpacked: int) -> None:
        packed = self._path.stat().st_size
        if unpacked > limits.MIN_SUSPECT and unpacked > limits.MAX_RATIO * packed:
            raise Refused("файл сжат подозрительно сильно: похоже на «бомбу»")

    def _check_part(self, info: zipfile.ZipInfo, allowed: int) -> int:
        if info.file_size > allowed:
            raise Refused("файл распаковывается сверх предела: похоже на «бомбу»")
        is_xml = info.filename.lower().endswith((".xml", ".rels", ".vml", ".svg"))
        size, tail = 0, b""
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > allowed:
                        raise Refused("файл распаковывается сверх предела: похоже на «бомбу»")
                    if is_xml and _DTD.search(tail + chunk):
                        raise Refused(
                            f"в части «{info.filename}» объявлены сущности XML: это приём атаки"
                        )
                    tail = chunk[-32:]
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Refused(f"файл повреждён: часть «{info.filename}» не распаковывается") from error
        if size != info.file_size:
            raise Refused(f"часть «{info.filename}» не того размера, что заявлен")
        return size


def parse(content: bytes) -> etree._Element:
    """The root of an XML document; no entity, DTD or address in it is followed."""
    if _DTD.search(content):
        raise Refused("в файле объявлены сущности XML: это приём атаки")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"файл повреждён: ошибка в XML, строка {error.lineno}") from error
