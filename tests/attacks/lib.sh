# What the scripts of tests/attacks/ share: what a book must hold to whatever its articles are.
# shellcheck shell=sh
# shellcheck source=/dev/null
. "$SOURCE_DIR/tests/book/lib.sh"

# wrong FILE TEXT: complains.
wrong() { fail "$book: $1: $2"; }

# What may be in no page of a book, as one path: active elements, handlers, addresses that leave the book or run.
bad='//*[local-name()="script" or local-name()="iframe" or local-name()="object" or local-name()="form" or local-name()="style"]
    | //*[local-name()="embed" or local-name()="applet" or local-name()="frame" or local-name()="video" or local-name()="audio"]
    | //*[local-name()="base" or name()="source" or local-name()="svg" or local-name()="math" or local-name()="template"]
    | //@*[local-name()="http-equiv" or local-name()="srcset" or local-name()="action" or local-name()="data"]
    | //@*[starts-with(local-name(), "on")]
    | //@*[local-name()="src"][contains(., ":") or starts-with(., "/") or contains(substring(., 4), "..")]
    | //@href[contains(., ":") and not(starts-with(., "http://") or starts-with(., "https://") or starts-with(., "mailto:"))]
    | //@href[starts-with(., "/") or contains(., "\")]
    | //@style[contains(., "url")]
    | //*[local-name()="link"]/@href[contains(., ":")]'

# check_xml FILE...: well formed, and nothing active or remote in them.
check_xml() {
    xmllint --nonet --xpath "count($bad)" "$@" >counts 2>xml.err || wrong xml "$(head -n 2 xml.err)"
    [ "$(tr -d '\n' <counts | tr -d 0)" = '' ] && [ -s counts ] ||
        wrong xml "$(xmllint --nonet --xpath "$bad" "$@" 2>&1 | grep -v 'XPath set is empty' | head -c 300)"
    grep -l '<!ENTITY\|<?xml-stylesheet' "$@" >xml.err || return 0
    wrong "$(cat xml.err)" "an entity or a style sheet from elsewhere"
}

# check_book NAME: NAME.pdf and NAME.epub.
check_book() {
    book=$1
    qpdf --check "$1.pdf" >qpdf.out 2>&1 || wrong pdf "$(head -n 3 qpdf.out)"
    qpdf --qdf --object-streams=disable "$1.pdf" "$1.qdf" 2>/dev/null || wrong pdf "qpdf cannot rewrite it"
    ! LC_ALL=C grep -aE '^ */(JS|JavaScript|OpenAction|AA|Launch|EmbeddedFiles|RichMedia|SubmitForm|ImportData) ' "$1.qdf" ||
        wrong pdf "active content"
    LC_ALL=C grep -aoE '^ */URI \(.*' "$1.qdf" | grep -vE '/URI \((https?:|mailto:)' >uris || :
    [ ! -s uris ] || wrong pdf "$(head -n 2 uris)"
    rm -rf "$1.x"
    mkdir "$1.x"
    unzip -Z1 "$1.epub" >names
    ! grep -E '(^/|\.\.|\\|[^ -~])' names || wrong epub "such names"
    unzip -qq "$1.epub" -d "$1.x" || wrong epub "unzip"
    find "$1.x" -name '*.xhtml' -o -name '*.opf' -o -name '*.ncx' -o -name '*.xml' | sort >files
    # shellcheck disable=SC2046 # a word for each file
    check_xml $(cat files)
    ! grep -rEi 'url\(|@import|expression|stolen' "$1.x" --include='*.css' | grep -vE 'url\("?\.\./fonts/' || wrong epub "the style sheet"
    rm -rf "$1.x" "$1.qdf"
}

build() {
    name=$1
    shift
    status=0
    "$BRIEFBOOK" build --pdf "$name.pdf" --epub "$name.epub" "$@" >out.txt 2>"$name.err" || status=$?
    [ "$status" -eq 0 ] || { head -n 5 "$name.err" && fail "$name: exit status $status"; }
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$name.err" || fail "$name: control characters in the messages"
}
