#!/usr/bin/env bash
# Compile GOV.UK Frontend into static/vendor/govuk-frontend/. Needs node, and the npm
# registry; only whoever raises the version runs it. Nobody else needs node.
#
#   tools/vendor_govuk.sh      then look at `git diff` and commit
#
# The same version gives the same bytes. To raise it: change the two lines below, run, read the
# library's release notes, and look at the pages.
set -euo pipefail

version=6.6.0
tarball_sha256=52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751
sass_version=1.108.2

tools=$(cd "$(dirname "$0")" && pwd)
target=$tools/../static/vendor/govuk-frontend
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent "govuk-frontend@$version" >/dev/null
echo "$tarball_sha256  govuk-frontend-$version.tgz" | sha256sum --check --quiet
npm install --silent --no-save --no-audit --no-fund --ignore-scripts --omit=optional --prefix . \
    "sass@$sass_version"
mkdir -p node_modules/govuk-frontend
tar -xzf "govuk-frontend-$version.tgz" --strip-components=1 -C node_modules/govuk-frontend

mkdir -p "$target"
node_modules/.bin/sass --style=compressed --no-source-map --load-path=node_modules \
    "$tools/govuk_frontend/index.scss" "$target/govuk-frontend.css"
# The last line of the script points at a source map that is not shipped here.
sed 's|//# sourceMappingURL=.*$||' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
    >"$target/govuk-frontend.min.js"

if grep -qE 'url\(|GDS Transport' "$target/govuk-frontend.css"; then
    echo "The compiled style sheet asks for a picture or for the GOV.UK font: not allowed here." >&2
    exit 1
fi

cat >"$target/VENDORED.md" <<NOTE
# GOV.UK Frontend $version

Made by \`tools/vendor_govuk.sh\`; do not edit by hand.

| | |
|---|---|
| package | \`govuk-frontend\` $version from npm |
| sha256 of its tarball | \`$tarball_sha256\` |
| compiled with | \`sass\` $sass_version, from \`tools/govuk_frontend/index.scss\` |
| licence | MIT, Crown Copyright (Government Digital Service): \`LICENSE.txt\`, from the project's repository (the package has none) |
| sha256 of \`govuk-frontend.css\` | \`$(sha256sum "$target/govuk-frontend.css" | cut -d' ' -f1)\` |
| sha256 of \`govuk-frontend.min.js\` | \`$(sha256sum "$target/govuk-frontend.min.js" | cut -d' ' -f1)\` |

Arial is the only font, and nothing of the package's \`assets/\` is copied: the crown, the crest, the GDS
Transport font and the GOV.UK icons are for services on GOV.UK only. Of the components, \`header\`,
\`accordion\`, \`cookie-banner\`, \`exit-this-page\`, \`feedback\` and \`language-navigation\` are left out.
NOTE
echo "govuk-frontend $version is in static/vendor/govuk-frontend/"
