#!/bin/sh
# fetch.sh epubcheck|verapdf|ace|readers|pdfjs: puts a validator into the cache once and prints where it is: for the first two a
# Java class path, for Ace and for the reading engines (foliate-js, pdf.js) a folder of node modules. Java's come through Maven as the
# *.pom.xml beside this file say, the others through npm. Exit status 3 with the reason on standard error when it cannot be
# had here.
set -eu

tool=${1:?usage: fetch.sh epubcheck|verapdf|ace|readers|pdfjs}
here=$(cd "$(dirname "$0")" && pwd)
ace_version=1.4.6
foliate_version=1.0.1
pdfjs_version=6.5.438

cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
cache=${cache:-$here/../../build/cache}/briefbook/validators
mkdir -p "$cache"

cannot() {
    echo "$*" >&2
    exit 3
}

has() { command -v "$1" >/dev/null 2>&1; }

# The first line of the log that names an error, without colours.
reason() { sed 's/\x1b\[[0-9;]*m//g' "$new/log" | grep -i -m 1 error | cut -c 1-160; }

# Installs under a temporary name, so that an interrupted fetch is not taken for a whole one.
new=$cache/.new-$$
trap 'rm -rf "$new"' EXIT
trap 'exit 130' INT TERM

# get_java: the folder's name holds the check sum of the request, so that a new version is fetched anew.
get_java() {
    pom=$here/$tool.pom.xml
    folder=$cache/$tool-$(cksum <"$pom" | cut -d ' ' -f 1)
    has java || cannot "java is not installed (Debian: default-jre-headless)"
    if [ ! -d "$folder" ]; then
        has mvn || cannot "Maven is not installed (Debian: maven)"
        mkdir "$new"
        timeout 600 mvn -B -q -f "$pom" -Dstyle.color=never -Dmaven.repo.local="$new/repository" \
            -Daether.connector.connectTimeout=15000 dependency:copy-dependencies -DincludeScope=runtime \
            -DoutputDirectory="$new/jars" >"$new/log" 2>&1 ||
            cannot "Maven could not fetch it: $(reason)"
        rm -rf "$folder"
        mv "$new/jars" "$folder"
    fi
    echo "$folder/*"
}

# get_node NAME VERSION PACKAGE: without the packages' own scripts: they would fetch a browser, and Chromium is there.
get_node() {
    folder=$cache/$1-$2
    has node || cannot "Node is not installed"
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || cannot "Node 20 or newer is needed, here is $(node -v)"
    has npm || cannot "npm is not installed"
    has chromium || cannot "Chromium is not installed (Debian: chromium)"
    if [ ! -d "$folder" ]; then
        mkdir "$new"
        timeout 600 npm install --prefix "$new" --ignore-scripts --no-audit --no-fund --loglevel=error \
            "$3@$2" >"$new/log" 2>&1 ||
            cannot "npm could not fetch it: $(reason)"
        rm -rf "$folder"
        mv "$new" "$folder"
    fi
    echo "$folder/node_modules"
}

case $tool in
epubcheck | verapdf) get_java ;;
ace) get_node ace "$ace_version" @daisy/ace-cli ;;
pdfjs) get_node pdfjs "$pdfjs_version" pdfjs-dist ;;
readers) get_node readers "$foliate_version" foliate-js ;;
*) cannot "no such validator: $tool" ;;
esac
