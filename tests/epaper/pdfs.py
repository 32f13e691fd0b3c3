"""PDFs as a print system exports them, and as somebody hostile would."""

from io import BytesIO

import pypdf
from PIL import Image, ImageDraw
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject


def plain(pages=2, size=(700, 1000), resolution=72):
    """Pages of so many points."""
    sheets = []
    for number in range(pages):
        sheet = Image.new("RGB", size, "white")
        ImageDraw.Draw(sheet).text((60, 60), f"Halaman {number + 1}", fill="black")
        sheets.append(sheet)
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=resolution)
    return out.getvalue()


def written(change, pages=1):
    writer = pypdf.PdfWriter(clone_from=BytesIO(plain(pages)))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind, **more):
    return DictionaryObject({NameObject("/S"): NameObject(kind)} | {NameObject(f"/{k}"): v for k, v in more.items()})


def hostile():
    """Scripts at every place that may hold one, attachments, a form, actions that start programs."""

    def change(writer):
        writer.add_attachment("payload.exe", b"MZ attached")
        root = writer._root_object
        names = DictionaryObject({NameObject("/Names"): ArrayObject([
            TextStringObject("a"), action("/JavaScript", JS=TextStringObject("app.alert('doc')")),
        ])})  # fmt: skip
        root["/Names"][NameObject("/JavaScript")] = names
        root[NameObject("/OpenAction")] = action("/JavaScript", JS=TextStringObject("app.alert('open')"))
        root[NameObject("/AA")] = DictionaryObject({NameObject("/WC"): action("/JavaScript", JS=TextStringObject("x"))})
        root[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject("<xfa/>")})
        page = writer.pages[0]
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("/JavaScript", JS=TextStringObject("p"))})
        good = writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="https://news.example/"))
        for bad in (
            action("/Launch", F=TextStringObject("calc.exe")),
            action("/URI", URI=TextStringObject("javascript:alert(1)")),
            action("/URI", URI=TextStringObject("https://x.example/"), Next=action("/JavaScript",
                                                                                   JS=TextStringObject("n"))),
            action("/SubmitForm", F=TextStringObject("https://x.example/")),
        ):  # fmt: skip
            link = Link(rect=(0, 0, 50, 50), url="https://x.example/")
            link[NameObject("/A")] = bad
            writer.add_annotation(0, link)
        box = ArrayObject([NumberObject(0)] * 4)
        writer.add_annotation(0, DictionaryObject({
            NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/FileAttachment"),
            NameObject("/Rect"): box, NameObject("/Contents"): TextStringObject("file"),
        }))  # fmt: skip
        assert good is not None

    return written(change)


def protected():
    return written(lambda writer: writer.encrypt("secret"))
