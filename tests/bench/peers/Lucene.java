/* SPDX-License-Identifier: GPL-2.0-or-later */
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.spans.SpanNearQuery;
import org.apache.lucene.search.spans.SpanQuery;
import org.apache.lucene.search.spans.SpanTermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene.java - the peer Lucene 8: EnglishAnalyzer, positions, stored text; headline and body are one field, which is the
 * quickest way to search both.
 *
 * index INDEX INPUT [--threads=2] [--ram=256] [--warm=N]   a new index from INPUT, a TSV file with a header line or a folder
 *                                                          of text files (headline, blank line, body); threads share one
 *                                                          IndexWriter; prints the seconds from opening to closing it.
 *                                                          --warm: N times more in the same JVM, a line each
 * queries INDEX FOLDER [--threads=1]                       the queries of FOLDER (queries.c): every class is run for
 *                                                          three seconds to warm the JVM, then each is timed for two;
 *                                                          prints for every class CLASS QUERIES SECONDS RESULTS
 * one INDEX CLASS WORDS                                    one query, its results printed
 */
public final class Lucene {
    private static final double WARM_SECONDS = 3;
    private static final double TIMED_SECONDS = 2;

    private Lucene() {}

    private static double now() {
        return System.nanoTime() * 1e-9;
    }

    private static int option(String[] arguments, String name, int value) {
        for (String argument : arguments) {
            if (argument.startsWith(name + "=")) {
                value = Integer.parseInt(argument.substring(name.length() + 1));
            }
        }
        return value;
    }

    /** Runs a task in several threads; what one of them throws ends the program. */
    private interface Task {
        void run() throws Exception;
    }

    private static void inThreads(int count, Task task) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                try {
                    task.run();
                } catch (Exception e) {
                    e.printStackTrace();
                    System.exit(2);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    // ---- indexing ----

    private static final String[] FIELDS = {"id", "date", "source", "section"};

    /** A hundred positions between headline and body, so that no phrase and no distance reaches from one to the other. */
    private static Analyzer analyzer() {
        Analyzer english = new EnglishAnalyzer();
        return new DelegatingAnalyzerWrapper(Analyzer.GLOBAL_REUSE_STRATEGY) {
            @Override
            protected Analyzer getWrappedAnalyzer(String field) {
                return english;
            }

            @Override
            public int getPositionIncrementGap(String field) {
                return 100;
            }
        };
    }

    private static Document document(String[] keywords, String headline, String body) {
        Document document = new Document();
        for (int i = 0; i < FIELDS.length; i++) {
            if (keywords[i] != null) {
                document.add(new StringField(FIELDS[i], keywords[i], Field.Store.YES));
            }
        }
        document.add(new TextField("text", headline, Field.Store.YES));
        document.add(new TextField("text", body, Field.Store.YES));
        return document;
    }

    /** Any bytes: what is not UTF-8 becomes a replacement character. */
    private static void indexFolder(IndexWriter writer, Path folder, int threads) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
        AtomicInteger next = new AtomicInteger();
        inThreads(threads, () -> {
            for (int i; (i = next.getAndIncrement()) < files.size();) {
                String[] keywords = {files.get(i).toString(), null, null, null};
                String text = new String(Files.readAllBytes(files.get(i)), StandardCharsets.UTF_8);
                int line = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
                writer.addDocument(document(keywords, text.substring(0, line), text.substring(line)));
            }
        });
    }

    private static void indexTable(IndexWriter writer, Path file, int threads) throws Exception {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8), 1 << 16)) {
            List<String> header = List.of(reader.readLine().split("\t", -1));
            int headline = header.indexOf("headline");
            int body = header.indexOf("body");
            inThreads(threads, () -> {
                for (String line; (line = readLine(reader)) != null;) {
                    String[] cells = line.split("\t", -1);
                    String[] keywords = new String[FIELDS.length];
                    for (int i = 0; i < FIELDS.length; i++) {
                        int column = header.indexOf(FIELDS[i]);
                        keywords[i] = column >= 0 && !cells[column].isEmpty() ? cells[column] : null;
                    }
                    writer.addDocument(document(keywords, cells[headline], cells[body]));
                }
            });
        }
    }

    private static String readLine(BufferedReader reader) throws IOException {
        synchronized (reader) {
            return reader.readLine();
        }
    }

    private static void index(String[] arguments) throws Exception {
        Path input = Paths.get(arguments[2]);
        int threads = option(arguments, "--threads", 2);
        for (int round = 0; round <= option(arguments, "--warm", 0); round++) {
            double begin = now();
            IndexWriterConfig config = new IndexWriterConfig(analyzer());
            config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
            config.setRAMBufferSizeMB(option(arguments, "--ram", 256));
            try (Directory directory = FSDirectory.open(Paths.get(arguments[1])); IndexWriter writer = new IndexWriter(directory, config)) {
                if (Files.isDirectory(input)) {
                    indexFolder(writer, input, threads);
                } else {
                    indexTable(writer, input, threads);
                }
                writer.commit();
            }
            System.out.printf("%.4f%n", now() - begin);
        }
    }

    // ---- queries ----

    private static final String[][] CLASSES = {
        {"or-top", "words"},        {"and-top", "words"},  {"and-count", "words"},       {"phrase-top", "phrases"},
        {"phrase-count", "phrases"}, {"near-count", "near"}, {"prefix-count", "prefixes"},
    };

    private static List<String> terms(Analyzer analyzer, String words) throws IOException {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("text", words)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        }
        return terms;
    }

    private static Query query(Analyzer analyzer, String name, String words) throws IOException {
        if (name.startsWith("prefix")) {
            return new PrefixQuery(new Term("text", words));
        }
        List<String> terms = terms(analyzer, words);
        if (name.startsWith("phrase")) {
            return new PhraseQuery("text", terms.toArray(new String[0]));
        }
        if (name.startsWith("near")) { // at most four words between them
            SpanQuery[] spans = new SpanQuery[terms.size()];
            for (int i = 0; i < spans.length; i++) {
                spans[i] = new SpanTermQuery(new Term("text", terms.get(i)));
            }
            return new SpanNearQuery(spans, 4, false);
        }
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        for (String term : terms) {
            builder.add(new TermQuery(new Term("text", term)), name.startsWith("or") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
        }
        return builder.build();
    }

    private static long answer(IndexSearcher searcher, Analyzer analyzer, String name, String words) throws IOException {
        Query query = query(analyzer, name, words);
        return name.endsWith("count") ? searcher.count(query) : searcher.search(query, 10).scoreDocs.length;
    }

    /** Whole rounds until the time is over; gives queries, seconds, results. */
    private static double[] rounds(IndexSearcher searcher, Analyzer analyzer, String name, List<String> queries, int threads, double least)
        throws Exception {
        AtomicLong results = new AtomicLong();
        long asked = 0;
        double begin = now();
        do {
            AtomicInteger next = new AtomicInteger();
            inThreads(threads, () -> {
                for (int i; (i = next.getAndIncrement()) < queries.size();) {
                    results.addAndGet(answer(searcher, analyzer, name, queries.get(i)));
                }
            });
            asked += queries.size();
        } while (now() - begin < least);
        return new double[] {asked, now() - begin, results.get()};
    }

    private static void queries(String[] arguments) throws Exception {
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(Paths.get(arguments[1]))); Analyzer analyzer = analyzer()) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null); // the rounds repeat the queries
            int threads = option(arguments, "--threads", 1);
            for (String[] c : CLASSES) { // all of them first: the JVM compiles what they share
                rounds(searcher, analyzer, c[0], Files.readAllLines(Paths.get(arguments[2], c[1])), threads, WARM_SECONDS);
            }
            for (String[] c : CLASSES) {
                List<String> queries = Files.readAllLines(Paths.get(arguments[2], c[1]));
                double[] timed = rounds(searcher, analyzer, c[0], queries, threads, TIMED_SECONDS);
                System.out.printf("%s %.0f %.6f %.0f%n", c[0], timed[0], timed[1], timed[2]);
            }
        }
    }

    private static void one(String[] arguments) throws Exception {
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(Paths.get(arguments[1]))); Analyzer analyzer = analyzer()) {
            IndexSearcher searcher = new IndexSearcher(reader);
            TopDocs top = searcher.search(query(analyzer, arguments[2], arguments[3]), 10);
            for (ScoreDoc hit : top.scoreDocs) {
                System.out.printf("%.4f %s%n", hit.score, searcher.doc(hit.doc).get("text"));
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("usage: Lucene index|queries|one INDEX ...");
            System.exit(2);
        }
        switch (arguments[0]) {
            case "index":
                index(arguments);
                break;
            case "queries":
                queries(arguments);
                break;
            case "one":
                one(arguments);
                break;
            default:
                System.err.println("Lucene: " + arguments[0] + "?");
                System.exit(2);
        }
    }
}
