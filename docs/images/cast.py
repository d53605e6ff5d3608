#!/usr/bin/env python3
"""Draws a real run in a terminal as an SVG that plays: docs/images/cast.py OUT.svg [--size 96x24] COMMAND...

The picture of the README: docs/images/cast.py docs/images/quickstart.svg --size 80x14 ./tasker run examples/quickstart

Runs the command in tmux, looks at the screen ten times a second, and keeps each picture that differs from the one before.
"""
import html
import re
import subprocess
import sys
import time

COLOURS = ["#484f58", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#c9d1d9"]
BRIGHT = ["#8b949e", "#ffa198", "#a5f3a6", "#f2cc60", "#a5d6ff", "#e2c5ff", "#8be9f0", "#f0f6fc"]
CELL, LINE, PAD, HOLD = 8.4, 19, 16, 4.0


def record(command, columns, rows):
    tmux = ["tmux", "-L", f"cast-{time.time_ns()}"]
    shell = " ".join("'" + word.replace("'", "'\\''") + "'" for word in command)
    typed = "'" + " ".join(command).replace("'", "'\\''") + "'"
    subprocess.run(tmux + ["-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), f"sleep 0.3; printf '\\033[2m$\\033[0m %s\\n' {typed}; {shell}; sleep 1"], check=True)
    subprocess.run(tmux + ["set", "-g", "status", "off"], check=False)
    frames, start = [], time.monotonic()
    while True:
        seen = subprocess.run(tmux + ["capture-pane", "-e", "-p"], capture_output=True, text=True)
        if seen.returncode != 0:
            return frames
        picture = seen.stdout.rstrip("\n")
        if picture.strip() and (not frames or frames[-1][1] != picture):
            frames.append((time.monotonic() - start, picture))
        time.sleep(0.1)


def colour_of(codes, style):
    codes = [int(code or 0) for code in codes.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = {}
        elif code == 1:
            style = {**style, "bold": True}
        elif code == 2:
            style = {**style, "dim": True}
        elif code == 22:
            style = {k: v for k, v in style.items() if k not in ("bold", "dim")}
        elif 30 <= code <= 37:
            style = {**style, "fill": COLOURS[code - 30]}
        elif 90 <= code <= 97:
            style = {**style, "fill": BRIGHT[code - 90]}
        elif code == 38 and codes[:1] == [5]:
            style = {**style, "fill": palette(codes[1])}
            codes = codes[2:]
        elif code == 38 and codes[:1] == [2]:
            style = {**style, "fill": "#%02x%02x%02x" % tuple(codes[1:4])}
            codes = codes[4:]
        elif code == 39:
            style = {k: v for k, v in style.items() if k != "fill"}
    return style


def palette(index):
    if index < 16:
        return (COLOURS + BRIGHT)[index]
    if index >= 232:
        return "#" + "%02x" % (8 + 10 * (index - 232)) * 3
    steps = [0, 95, 135, 175, 215, 255]
    index -= 16
    return "#%02x%02x%02x" % (steps[index // 36], steps[index // 6 % 6], steps[index % 6])


def line_of(text, row):
    spans, style, column = [], {}, 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if code:
            style = colour_of(code.group(1), style)
        elif part:
            look = f' fill="{style["fill"]}"' if "fill" in style else ""
            look += ' font-weight="bold"' if "bold" in style else ""
            look += ' fill-opacity="0.6"' if "dim" in style else ""
            if part.strip():
                spans.append(f'<tspan x="{PAD + column * CELL:.1f}"{look}>{html.escape(part)}</tspan>')
            column += len(part)
    return f'<text y="{PAD + (row + 1) * LINE - 5}" xml:space="preserve">{"".join(spans)}</text>' if spans else ""


def draw(frames, columns):
    rows = max(len(picture.split("\n")) for _, picture in frames)
    begin, last = frames[0][0], frames[-1][0]
    total = last - begin + HOLD
    out, css = [], []
    for i, (at, picture) in enumerate(frames):
        start = (at - begin) / total * 100
        end = (frames[i + 1][0] - begin) / total * 100 if i + 1 < len(frames) else 100
        final = i + 1 == len(frames)
        if len(frames) > 1:
            shown = f"0%,{start:.2f}%{{visibility:{'visible' if i == 0 else 'hidden'}}}{start + 0.01:.2f}%,{end:.2f}%{{visibility:visible}}"
            css.append(f"@keyframes f{i}{{{shown}{'' if final else f'{end + 0.01:.2f}%,100%{{visibility:hidden}}'}}}"
                       f"#f{i}{{animation:f{i} {total:.1f}s step-end infinite}}")
        lines = "".join(line_of(text, row) for row, text in enumerate(picture.split("\n")))
        out.append(f'<g id="f{i}" visibility="{"visible" if final else "hidden"}">{lines}</g>')
    width, height = columns * CELL + 2 * PAD, rows * LINE + 2 * PAD
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">'
            f'<style>text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#c9d1d9;white-space:pre}}{"".join(css)}</style>'
            f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>{"".join(out)}</svg>\n')


def main():
    out, command, size = sys.argv[1], sys.argv[2:], "96x24"
    if command[0] == "--size":
        size, command = command[1], command[2:]
    columns, rows = map(int, size.split("x"))
    frames = record(command, columns, rows)
    with open(out, "w", encoding="utf-8") as file:
        file.write(draw(frames, columns))
    print(f"{out}: {len(frames)} pictures")


main()
