"""What becomes of an upload before it is stored."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from time import process_time

import pytest
from PIL import Image, ImageSequence

from forum.files import pictures
from forum.files.content import prepared, prepared_photo
from forum.kernel.errors import Invalid, TooLarge
from tests.files import samples


def test_a_picture_keeps_only_its_pixels() -> None:
    exif = Image.Exif()
    exif[0x9286] = "taken at home"
    content = prepared("a.jpg", samples.encoded("JPEG", exif=exif))
    assert content.content_type == "image/jpeg"
    assert b"taken at home" not in content.data


def test_a_sideways_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = prepared("a.jpg", samples.encoded("JPEG", 40, 20, exif=exif))
    assert (content.width, content.height) == (20, 40)


def test_a_large_picture_is_made_to_fit_a_page() -> None:
    content = prepared("wide.png", samples.png(3200, 100))
    assert (content.width, content.height) == (1600, 50)
    assert Image.open(BytesIO(content.data)).size == (1600, 50)


def test_a_moving_picture_goes_on_moving() -> None:
    content = prepared("steps.gif", samples.moving())
    assert (content.name, content.content_type) == ("steps.webp", "image/webp")
    assert getattr(Image.open(BytesIO(content.data)), "n_frames", 1) == 3


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_a_moving_picture_keeps_its_pace(form: str) -> None:
    content = prepared("steps", samples.moving(3, form=form, duration=[40, 500, 120]))
    frames = ImageSequence.all_frames(Image.open(BytesIO(content.data)), lambda frame: frame.copy())
    assert [frame.info["duration"] for frame in frames] == [40, 500, 120]


@pytest.mark.parametrize(("frames", "kind"), [(1000, "image/webp"), (1001, "image/png"), (300_000, "image/png")])
def test_of_very_many_steps_the_first_is_shown(frames: int, kind: str) -> None:
    begun = process_time()
    assert prepared("steps.gif", samples.ticking(frames)).content_type == kind
    assert process_time() - begun < 3


def test_a_long_moving_picture_is_not_in_memory_at_once() -> None:
    steps = samples.moving(60, (500, 500))
    measured = """
from forum.files.pictures import scaled
def most(): return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
before, picture = most(), scaled(open(0, "rb").read())
print((most() - before) // 1024)
"""
    run = subprocess.run([sys.executable, "-c", measured], input=steps, capture_output=True, check=True)
    assert int(run.stdout) < 35  # MB, where all frames take 60


def test_large_pictures_are_drawn_one_at_a_time() -> None:
    with ThreadPoolExecutor(1) as other:
        with pictures._large_one:
            waiting = other.submit(prepared, "a.png", samples.png(3000, 2700))
            assert prepared("b.png", samples.png(300, 270)).width == 300
            assert not waiting.done()
        assert waiting.result().width == 1600


@pytest.mark.parametrize("turned", [1, 6])
def test_a_large_photo_is_scaled_and_turned(turned: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turned
    photo = samples.encoded("JPEG", 7000, 3500, exif=exif)
    content = prepared("a.jpg", photo)
    assert sorted((content.width or 0, content.height or 0)) == [800, 1600]
    assert ((content.width or 0) < (content.height or 0)) == (turned == 6)


def test_a_picture_with_code_behind_it_loses_the_code() -> None:
    content = prepared("a.png", samples.png() + b"<script>alert(1)</script>")
    assert b"script" not in content.data


@pytest.mark.parametrize("size", [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (9_000, 9_000)])
def test_a_picture_of_too_many_pixels_is_refused_from_its_head(size: tuple[int, int]) -> None:
    with pytest.raises(Invalid, match="too many pixels"):
        prepared("bomb.png", samples.png_head(*size))


def test_it_is_refused_without_a_warning_in_the_log() -> None:
    refused = "from forum.files.pictures import scaled; scaled(open(0, 'rb').read())"
    command = [sys.executable, "-c", refused]
    run = subprocess.run(command, input=samples.png_head(9_000, 9_000), capture_output=True, check=False)
    assert b"too many pixels" in run.stderr and b"Warning" not in run.stderr


def test_a_damaged_picture_is_refused() -> None:
    with pytest.raises(Invalid, match="damaged"):
        prepared("a.png", samples.png()[:40])


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.js", "a.png"])
def test_markup_and_scripts_are_plain_text_whatever_their_name(name: str) -> None:
    content = prepared(name, samples.SVG)
    assert content.content_type == "text/plain; charset=utf-8"
    assert content.name == f"{name}.txt"


def test_a_zip_file_is_stored_as_it_is_and_never_unpacked() -> None:
    content = prepared("logs.zip", samples.ZIP_BOMB_HEAD)
    assert (content.content_type, content.data) == ("application/zip", samples.ZIP_BOMB_HEAD)


def test_an_office_document_is_known_by_its_name_among_the_zip_files() -> None:
    assert prepared("plan.xlsx", samples.ZIP_BOMB_HEAD).content_type.endswith("spreadsheetml.sheet")


def test_a_log_in_an_old_encoding_becomes_utf_8() -> None:
    content = prepared("old.log", "caf\xe9 ist zu".encode("cp1252"))
    assert (content.name, content.data.decode()) == ("old.log", "café ist zu")


@pytest.mark.parametrize("data", [b"MZ\x90\x00\x03\x00\x00\x00", b"\x7fELF\x02\x01\x01\x00", b"text\x00text"])
def test_programs_and_unknown_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="cannot be attached"):
        prepared("invoice.pdf", data)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Invalid, match="empty"):
        prepared("a.txt", b"")


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(TooLarge, match="10.5 MB, and 10 MB"):
        prepared("a.txt", b"a" * 10_500_000)


def test_a_photo_is_a_square() -> None:
    photo = prepared_photo(samples.png(300, 200))
    assert (photo.width, photo.height, photo.content_type) == (256, 256, "image/jpeg")


def test_a_photo_must_be_a_picture() -> None:
    with pytest.raises(Invalid, match="Choose a picture"):
        prepared_photo(b"hello")
