# table.awk - the bench's table for the eye: for each part, collection and case a table, with a row an engine and a column a figure. In
# brackets stands the multiple of the first row's figure, which is ours.
BEGIN { FS = "\t" }
NR == 1 { next }
{
    table = $1 FS $2 FS $3
    if (!(table in row_count)) tables[++table_count] = table
    if (!((table, "row", $4) in seen)) { seen[table, "row", $4] = 1; rows[table, ++row_count[table]] = $4 }
    if (!((table, "column", $5) in seen)) { seen[table, "column", $5] = 1; columns[table, ++column_count[table]] = $5 }
    value[table, $4, $5] = $6
}
function compact(number) {
    if (number == int(number) || number >= 1000) return sprintf("%.0f", number)
    return sprintf(number >= 100 ? "%.1f" : "%.2f", number)
}
function has_ratio(figure) { return figure !~ /^(median|p99|text|hits|articles|other hits|other articles|seconds|processor)$/ }
function cell(table, row, column,   first, number) {
    if (!((table, row, column) in value)) return "-"
    number = value[table, row, column]
    first = value[table, rows[table, 1], column]
    if (row == rows[table, 1] || !has_ratio(column) || first + 0 == 0) return compact(number)
    return compact(number) sprintf(" (%.2f)", number / first)
}
function print_table(table,   i, j, name) {
    split(table, name, FS)
    printf "\n%-20s", name[1] ", " name[2] ", " name[3]
    printf "\n%-12s", ""
    for (j = 1; j <= column_count[table]; j++) printf " %16s", columns[table, j]
    print ""
    for (i = 1; i <= row_count[table]; i++) {
        printf "%-12s", rows[table, i]
        for (j = 1; j <= column_count[table]; j++) printf " %16s", cell(table, rows[table, i], columns[table, j])
        print ""
    }
}
END { for (t = 1; t <= table_count; t++) print_table(tables[t]) }
