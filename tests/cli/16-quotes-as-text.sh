# Quotation marks that are text in a table of headlines: no row is lost, the user hears of it once, and threads change nothing.
python3 - <<'P'
rows = ["id\theadline\tbody"]
rows += ["%d\tPlain headline %d\tplain body" % (i, i) for i in range(100)]
for i in range(100, 30000):
    headline = ["Plain", '"Great deal", says Smith', 'Smith says "no"', '"No', "It's 5\" wide"][i % 5]
    rows.append("%d\t%s\t%s aardvark" % (i, headline, "body " * 10))
open("table.tsv", "w").write("\n".join(rows) + "\n")
P
for jobs in 1 4; do
    newsindex update -j $jobs -i index.$jobs table.tsv 2>summary
    echo "status $?"
    head -n 3 summary
done
diff -r index.1 index.4 && echo "the same index"
newssearch -i index.1 --count aardvark
echo "-- as the user says"
for kind in text cells; do
    newsindex update -q --quotes=$kind -i index.$kind table.tsv 2>said
    echo "status $?"
    wc -l <said
    newssearch -i index.$kind --count aardvark
done
newsindex update --quotes=none table.tsv
echo "status $?"
