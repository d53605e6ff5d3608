# A shopping list in the file that LIST names: one line an item.
set -eu
case ${1:-} in
  add) printf '%s\n' "$2" >> "$LIST" ;;
  show) sh "$(dirname "$0")/show.sh" ;;
  *) echo "list.sh add ITEM | show" >&2; exit 2 ;;
esac
