# Each item with its number.
set -eu
[ ! -e "$LIST" ] || sed = "$LIST" | sed 'N; s/\n/ /'
