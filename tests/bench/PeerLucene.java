/* PeerLucene.java - Lucene as an engine of the bench; peer.h tells the conversation, source.h the form of a source.
 *
 *   java PeerLucene build SOURCE THREADS english|all INDEX
 *   java PeerLucene pack INDEX
 *   java PeerLucene serve english|all INDEX
 *
 * `english` is Lucene's EnglishAnalyzer as it is, which drops 33 frequent words; `all` keeps them, as the other engines do. The text is
 * stored, a passage is a document.
 */
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.spans.SpanNearQuery;
import org.apache.lucene.search.spans.SpanQuery;
import org.apache.lucene.search.spans.SpanTermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

public final class PeerLucene {
    private static final String FIELD = "body";
    private static final int BEST = 10;
    private static final int WORDS_BETWEEN = 9; // of two words that are near: the furthest distance is 10

    private static Analyzer analyzer(String name) {
        return name.equals("all") ? new EnglishAnalyzer(CharArraySet.EMPTY_SET) : new EnglishAnalyzer();
    }

    // ---- Building ----

    /** An article of the source: its passages' sizes, and its text or where that is. */
    private static final class Article {
        int[] sizes;
        byte[] text;
        Path file;
    }

    /** Hands out articles to several threads. */
    private static final class Source implements AutoCloseable {
        private final InputStream in;
        private final Path folder;

        Source(String path) throws IOException {
            in = new BufferedInputStream(new FileInputStream(path), 1 << 20);
            folder = Paths.get(path).toAbsolutePath().getParent();
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int c;
            while ((c = in.read()) >= 0 && c != '\n') line.append((char) c);
            return c < 0 && line.length() == 0 ? null : line.toString();
        }

        synchronized Article next() throws IOException {
            String line = line();
            if (line == null) return null;
            int tab = line.indexOf('\t');
            if (tab < 0) throw new IOException("is no source; wanted what bench_dump writes");
            Article article = new Article();
            String[] sizes = line.substring(0, tab).split(" ");
            article.sizes = new int[sizes.length];
            int total = 0;
            for (int i = 0; i < sizes.length; i++) total += article.sizes[i] = Integer.parseInt(sizes[i]);
            if (line.endsWith("\t-")) {
                article.text = in.readNBytes(total);
                if (article.text.length < total) throw new EOFException("an article is cut off");
            } else {
                article.file = folder.resolve(line.substring(tab + 1));
            }
            return article;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static void add(IndexWriter writer, Article article) throws IOException {
        byte[] text = article.file != null ? Files.readAllBytes(article.file) : article.text;
        int at = 0;
        for (int size : article.sizes) {
            Document document = new Document();
            document.add(new TextField(FIELD, new String(text, at, size, StandardCharsets.UTF_8), Field.Store.YES));
            writer.addDocument(document);
            at += size;
        }
    }

    private static void addAll(IndexWriter writer, Source source) {
        try {
            for (Article article; (article = source.next()) != null;) add(writer, article);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void build(String sourcePath, int threads, String words, String path) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(analyzer(words)).setRAMBufferSizeMB(256);
        List<Thread> workers = new ArrayList<>();
        Throwable[] failure = new Throwable[1];
        try (Source source = new Source(sourcePath); FSDirectory folder = FSDirectory.open(Paths.get(path));
                IndexWriter writer = new IndexWriter(folder, config)) {
            for (int i = 0; i < threads; i++) workers.add(new Thread(() -> addAll(writer, source)));
            for (Thread worker : workers) {
                worker.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
                worker.start();
            }
            for (Thread worker : workers) worker.join();
            if (failure[0] != null) throw new IOException(failure[0]);
            writer.commit();
        }
    }

    private static void pack(String path) throws IOException {
        try (FSDirectory folder = FSDirectory.open(Paths.get(path));
                IndexWriter writer = new IndexWriter(folder, new IndexWriterConfig(new EnglishAnalyzer()))) {
            writer.forceMerge(1);
            writer.commit();
        }
    }

    // ---- Searching ----

    /** The stem of a word; null of one that is dropped. */
    private static Term term(Analyzer analyzer, String word) throws IOException {
        try (TokenStream stream = analyzer.tokenStream(FIELD, word)) {
            CharTermAttribute text = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            Term term = stream.incrementToken() ? new Term(FIELD, text.toString()) : null;
            stream.end();
            return term;
        }
    }

    private static Query words(Analyzer analyzer, String[] line, BooleanClause.Occur occur) throws IOException {
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        for (int i = 2; i < line.length; i++) {
            Term term = term(analyzer, line[i]);
            if (term != null) builder.add(new TermQuery(term), occur);
        }
        return builder.build();
    }

    private static Query near(Analyzer analyzer, String[] line) throws IOException {
        List<SpanQuery> spans = new ArrayList<>();
        for (int i = 2; i < line.length; i++) {
            Term term = term(analyzer, line[i]);
            if (term == null) return null;
            spans.add(new SpanTermQuery(term));
        }
        return new SpanNearQuery(spans.toArray(new SpanQuery[0]), WORDS_BETWEEN, false);
    }

    /** The query of a line; null where nothing is left of it. */
    private static Query parse(Analyzer analyzer, String[] line) throws IOException {
        switch (line[1]) {
            case "and":
                return words(analyzer, line, BooleanClause.Occur.MUST);
            case "or":
                return words(analyzer, line, BooleanClause.Occur.SHOULD);
            case "phrase":
                String phrase = String.join(" ", java.util.Arrays.copyOfRange(line, 2, line.length));
                return new QueryBuilder(analyzer).createPhraseQuery(FIELD, phrase);
            case "near":
                return near(analyzer, line);
            default:
                throw new IOException("no kind of query: " + line[1]);
        }
    }

    private static String answer(IndexSearcher searcher, Analyzer analyzer, String text) throws IOException {
        String[] line = text.split(" ");
        Query query = parse(analyzer, line);
        if (query == null) return "0 -1 0";
        if (line[0].equals("all")) return searcher.count(query) + " -1 0";
        long bytes = 0;
        ScoreDoc[] hits = searcher.search(query, BEST).scoreDocs;
        for (ScoreDoc hit : hits) bytes += searcher.doc(hit.doc).get(FIELD).length();
        return hits.length + " -1 " + bytes;
    }

    private static void serve(String words, String path) throws IOException {
        Analyzer analyzer = analyzer(words);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (FSDirectory folder = FSDirectory.open(Paths.get(path)); DirectoryReader reader = DirectoryReader.open(folder)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            System.out.println("ready\tLucene " + Version.LATEST + (words.equals("all") ? ", all words" : "") + ", Java "
                    + System.getProperty("java.version"));
            for (String line; (line = in.readLine()) != null;) {
                long begin = clock.getCurrentThreadCpuTime();
                String answer = answer(searcher, analyzer, line);
                System.out.println(answer + " " + (clock.getCurrentThreadCpuTime() - begin) / 1e3);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 5 && args[0].equals("build")) {
            build(args[1], Integer.parseInt(args[2]), args[3], args[4]);
        } else if (args.length == 2 && args[0].equals("pack")) {
            pack(args[1]);
        } else if (args.length == 3 && args[0].equals("serve")) {
            serve(args[1], args[2]);
        } else {
            System.err.println("PeerLucene: wanted build SOURCE THREADS english|all INDEX, pack INDEX or serve english|all INDEX");
            System.exit(2);
        }
    }
}
