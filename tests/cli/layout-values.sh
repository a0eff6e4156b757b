#!/bin/sh
# Values of a layout that make no sense are refused, each where it stands; a feature that a font lacks is reported.
set -eu
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/cli/common.sh"

printf '# Bài\n\nMột đoạn văn ngắn.\n' >bai.md

cat >wrong.yaml <<'YAML'
extends: briefing-a4
text:
  drop-cap: 9
  paragraph-space: -3pt
  column-gap: 900mm
page:
  full-width: 2000mm
contents: {number-width: -1mm}
index-columns: {turnover: 400mm}
cover: {bar-length: -5mm}
rules: {hair: 90pt}
list: {indent: -4pt}
block:
  label-width: 300mm
qr-code: {module: -1mm}
styles:
  heading-1: {before: -10pt}
  quote: {left: 600pt}
  lead:
    after: 500pt
    keep: 40
YAML
status=0
"$BRIEFBOOK" build --layout ./wrong.yaml --pdf x.pdf bai.md 2>found || status=$?
[ "$status" -ne 0 ] || complain "nonsense was built"
for place in 3:13:text.drop-cap 4:20:text.paragraph-space 5:15:text.column-gap 7:15:page.full-width 8:26:contents.number-width \
    9:27:index-columns.turnover 10:21:cover.bar-length 11:15:rules.hair 12:16:list.indent 14:16:block.label-width \
    15:19:qr-code.module 17:23:heading-1.before 18:17:quote.left 20:12:lead.after 21:11:lead.keep; do
    line=${place%%:*} rest=${place#*:}
    grep -q "wrong.yaml:$line:${rest%%:*}: error: '${rest#*:}' is" found || complain "no word about ${rest#*:}: $(grep "${rest#*:}" found)"
done
[ "$(grep -c '\[out-of-range\]' found)" -eq 15 ] || complain "$(grep -c out-of-range found) mistakes instead of 15"

# A letter of one line is no drop cap; none, and two to six lines, are good.
status=0
"$BRIEFBOOK" build --set text.drop-cap=1 --pdf x.pdf bai.md 2>found || status=$?
[ "$status" -ne 0 ] && grep -q 'between 2 and 6' found || complain "a drop cap of one line: $(cat found)"
for lines in 0 2 6; do
    "$BRIEFBOOK" build --set "text.drop-cap=$lines" --pdf x.pdf bai.md >out 2>found || complain "drop-cap $lines: $(cat found)"
done

# A layout may derive from one of larger paper and say no more than its own size.
for size in a5 a6 '90mm 120mm'; do
    printf 'extends: briefing-a4\npage: {size: %s, inner: 10mm, outer: 10mm, top: 10mm, bottom: 10mm}\nhead: {place: none, baseline: 0pt}\nfolio: {baseline: 6mm}\n' "$size" >small.yaml
    "$BRIEFBOOK" build --layout ./small.yaml --pdf x.pdf bai.md >out 2>found || complain "$size: $(cat found)"
done

# Small capitals: Liberation Serif has none, Gentium Book Plus has.
cat >capitals.yaml <<'YAML'
extends: nd30-a4
styles:
  lead: {features: [smcp, lnum]}
YAML
"$BRIEFBOOK" build --layout ./capitals.yaml --pdf x.pdf bai.md >out 2>found || complain "a missing feature stops the build: $(cat found)"
grep -q "Liberation Serif has no feature 'smcp'.*'lead'.*\[font-feature\]" found || complain "a missing feature is passed over: $(cat found)"
printf 'extends: briefing-a4\nstyles:\n  lead: {features: [smcp]}\n' >gentium.yaml
"$BRIEFBOOK" build --layout ./gentium.yaml --pdf x.pdf bai.md >out 2>found
! grep -q 'font-feature' found || complain "a feature that is there: $(cat found)"
printf 'extends: briefing-a4\nstyles:\n  lead: {features: [smallcaps]}\n' >unknown.yaml
! "$BRIEFBOOK" build --layout ./unknown.yaml --pdf x.pdf bai.md >out 2>found || complain "an unknown feature was taken"
grep -q 'unknown.yaml:3:20: error: .*smallcaps' found || complain "an unknown feature: $(cat found)"

# A program without its folders says so. (It looks beside itself, in the folders above, and under the prefix.)
alone=$(mktemp -d)
cp "$BRIEFBOOK" "$alone/briefbook"
status=0
"$alone/briefbook" layouts >out 2>found || status=$?
if [ -s out ]; then
    echo "layouts are installed on this machine: not tried without"
else
    [ "$status" -ne 0 ] && grep -q 'error: there are no layouts in .*unknown-layout' found || complain "no layouts: $(cat found)"
    ! "$alone/briefbook" build --pdf x.pdf bai.md >out 2>found || complain "built without layouts"
    grep -q 'error: there are no layouts in' found || complain "building without layouts: $(cat found)"
fi
rm -r "$alone"
finish
