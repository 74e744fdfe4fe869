"""Looks at every letter as its readers do: in Chromium, on a phone and on a desk, light and dark; and
at the release's PDF as it is printed. Nothing may stick out, be missing or be hard to read.

Usage: seen.py TEST_LETTER [FOLDER]; with FOLDER, pictures of the letters are kept there."""

import email
import email.policy
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

import browser

WIDTHS = (390, 1280)
LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3
LEAST_SIZE = 12  # px

# What is wrong with the page, one line each.
LOOK = r"""
(() => {
  const wrong = [];
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) wrong.push(`wider than the screen: ${page.scrollWidth} of ${innerWidth}`);
  if (!page.lang || !page.dir) wrong.push("no language or direction");
  for (const picture of document.images) {
    if (!picture.complete || picture.naturalWidth === 0) wrong.push(`missing picture ${picture.src}`);
    if (!picture.alt) wrong.push(`no words for picture ${picture.src}`);
  }
  const parse = text => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return {r, g, b, a};
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a), a: 1});
  const ground = element => {
    const behind = [];
    for (let e = element; e; e = e.parentElement) behind.push(parse(getComputedStyle(e).backgroundColor));
    return behind.reduceRight((under, top) => over(top, under), {r: 255, g: 255, b: 255, a: 1});
  };
  const light = color => {
    const part = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(color.r) + 0.7152 * part(color.g) + 0.0722 * part(color.b);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  for (let node; (node = words.nextNode());) {
    const text = node.data.trim(), element = node.parentElement, box = document.createRange();
    box.selectNodeContents(node);
    const area = box.getBoundingClientRect();
    if (!text || area.width === 0 || area.height === 0) continue;
    seen += text.length;
    const style = getComputedStyle(element);
    const behind = ground(element), color = over(parse(style.color), behind);
    const [high, low] = [light(color), light(behind)].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < LEAST_CONTRAST) wrong.push(`contrast ${contrast.toFixed(2)}: ${text.slice(0, 40)}`);
    if (parseFloat(style.fontSize) < LEAST_SIZE) wrong.push(`too small: ${text.slice(0, 40)}`);
    if (area.left < -1 || area.right > innerWidth + 1) wrong.push(`sticks out: ${text.slice(0, 40)}`);
  }
  if (seen < 100) wrong.push("hardly any words are seen");
  return wrong;
})()
""".replace("LEAST_CONTRAST", str(LEAST_CONTRAST)).replace("LEAST_SIZE", str(LEAST_SIZE))


def unpack(path, folder):
    """The letter's HTML as a file, with its pictures beside it."""
    with open(path, "rb") as file:
        letter = email.message_from_bytes(file.read(), policy=email.policy.default)
    page = letter.get_body(("html",)).get_content()
    name = os.path.basename(path)[:-4]
    for part in letter.walk():
        if part["Content-ID"]:
            picture = f"{name}.{part.get_filename()}"
            with open(os.path.join(folder, picture), "wb") as out:
                out.write(part.get_content())
            page = page.replace("cid:" + part["Content-ID"].strip("<>"), picture)
    html = os.path.join(folder, name + ".html")
    with open(html, "w", encoding="utf-8") as out:
        out.write(page)
    return name, html


def look_at_letters(paths, folder, keep):
    wrong = []
    with browser.Browser(browser.find()) as window:
        pages = [unpack(path, folder) for path in paths]
        for width in WIDTHS:
            for dark in (False, True):
                window.look_at(width, dark)
                shade = "dark" if dark else "light"
                for name, html in pages:
                    window.open(html)
                    wrong += [f"{name}, {width} px, {shade}: {what}" for what in window.run(LOOK)]
                    if keep:
                        window.picture(os.path.join(keep, f"{name}.{width}.{shade}.png"))
    return wrong


def page_edges(picture):
    """Whether a page (PGM) has anything on it, and whether anything stands in its outer margin."""
    with open(picture, "rb") as file:
        head, size, _, pixels = file.read().split(b"\n", 3)
    assert head == b"P5", head
    width, height = map(int, size.split())
    rows = [pixels[y * width:(y + 1) * width] for y in range(height)]
    margin = width // 25
    inner = any(min(row[margin:-margin]) < 128 for row in rows[margin:-margin])
    outer = any(min(row[:margin] + row[-margin:]) < 250 for row in rows) or \
        any(min(row) < 250 for row in rows[:margin] + rows[-margin:])
    return inner, outer


def look_at_print(path, folder, keep):
    with open(path, "rb") as file:
        letter = email.message_from_bytes(file.read(), policy=email.policy.default)
    pdf = os.path.join(folder, "release.pdf")
    with open(pdf, "wb") as out:
        out.write(next(p.get_content() for p in letter.iter_attachments() if p.get_filename().endswith(".pdf")))
    subprocess.run(["pdftoppm", "-gray", "-r", "60", pdf, os.path.join(folder, "page")], check=True)
    pages = sorted(glob.glob(os.path.join(folder, "page-*.pgm")))
    wrong = []
    for number, page in enumerate(pages, 1):
        inner, outer = page_edges(page)
        if not inner:
            wrong.append(f"page {number} of the PDF is empty")
        if outer:
            wrong.append(f"page {number} of the PDF prints in its margin")
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode()
    for number in range(1, len(pages) + 1):
        if f"page {number} of {len(pages)}" not in text:
            wrong.append(f"the PDF does not say page {number} of {len(pages)}")
    for name in ("Maria López", "王小明", "김민수", "አበበ", "Ольга", "Nguyễn"):
        if name not in text:
            wrong.append(f"the PDF lacks {name}")
    fonts = subprocess.run(["pdffonts", pdf], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    wrong += [f"font not embedded: {line}" for line in fonts if not re.search(r" yes +(yes|no) +(yes|no) ", line)]
    if keep:
        shutil.copy(pdf, keep)
    return wrong, len(pages)


def main():
    if not browser.find():
        print("SKIPPED: the letters were not looked at; .ci/install look brings Chromium")
        return 77
    keep = sys.argv[2] if len(sys.argv) > 2 else None
    if keep:
        os.makedirs(keep, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], "[.write]"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "LETTERS_OUT": folder})
        paths = sorted(glob.glob(folder + "/*.eml"))
        assert len(paths) > 70, len(paths)
        wrong = look_at_letters(paths, folder, keep)
        more, pages = look_at_print(os.path.join(folder, "release.en.eml"), folder, keep)
    for line in wrong + more:
        print(line)
    print(f"{len(paths)} letters at {len(WIDTHS)} widths, light and dark; {pages} printed pages")
    return 1 if wrong or more else 0


if __name__ == "__main__":
    sys.exit(main())
