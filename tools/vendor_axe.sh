#!/usr/bin/env bash
# Copy axe-core, the accessibility checker of the browser tests, into tests/vendor/axe-core/.
# Needs npm; only whoever raises the version runs it (change the two lines, run, commit).
set -euo pipefail

version=4.14.1
tarball_sha256=e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745

target=$(cd "$(dirname "$0")/.." && pwd)/tests/vendor/axe-core
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent "axe-core@$version" >/dev/null
echo "$tarball_sha256  axe-core-$version.tgz" | sha256sum --check --quiet
tar -xzf "axe-core-$version.tgz"

mkdir -p "$target"
cp package/axe.min.js package/LICENSE package/LICENSE-3RD-PARTY.txt "$target/"

cat >"$target/VENDORED.md" <<NOTE
# axe-core $version

Made by \`tools/vendor_axe.sh\`; do not edit by hand. Used by the tests only, never served.

| | |
|---|---|
| package | \`axe-core\` $version from npm |
| sha256 of its tarball | \`$tarball_sha256\` |
| licence | MPL-2.0: \`LICENSE\`; of what it contains: \`LICENSE-3RD-PARTY.txt\` |
| sha256 of \`axe.min.js\` | \`$(sha256sum "$target/axe.min.js" | cut -d' ' -f1)\` |
NOTE
echo "axe-core $version is in tests/vendor/axe-core/"
