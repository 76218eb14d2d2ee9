# A report of hey in one line: answers of status 2xx, others, connection errors, bytes of all bodies.
# hey's own words: "  [200]	1234 responses", and below "Error distribution:" "  [3]	Get ...: connection refused".
/^Status code distribution:/ { part = "status" }
/^Error distribution:/ { part = "error" }
part == "status" && /^ *\[[0-9]+\]/ { code = $1; gsub(/[][]/, "", code); if (code ~ /^2/) good += $2; else bad += $2 }
part == "error" && /^ *\[[0-9]+\]/ { count = $1; gsub(/[][]/, "", count); errors += count }
/^ *Total data:/ { bytes = $3 }
END { printf "%d %d %d %.0f\n", good, bad, errors, bytes }
