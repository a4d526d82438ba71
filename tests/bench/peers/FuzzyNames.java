import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.lucene.analysis.core.SimpleAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene's FuzzyQuery, measured as rounds.h says: java FuzzyNames FOLDER > ANSWERS. Words by letters, in
 * any order, ranked by BM25 within one segment; a query answered before is forgotten.
 */
public final class FuzzyNames {
  private static final int RESULTS = 10;
  private static final int EXPANSIONS = 50;

  private FuzzyNames() {}

  /** The letters that may differ in a word, as Elasticsearch's fuzziness AUTO has them. */
  private static int edits(String word) {
    return word.length() < 3 ? 0 : word.length() < 6 ? 1 : 2;
  }

  /** Every word of two must be there in some spelling; of more, all but one. */
  private static Query query(String name) {
    String[] words = name.toLowerCase(Locale.ROOT).split("[^a-z]+");
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : words) {
      all.add(new FuzzyQuery(new Term("name", word), edits(word), 0, EXPANSIONS, true), BooleanClause.Occur.SHOULD);
    }
    return all.setMinimumNumberShouldMatch(words.length < 3 ? words.length : words.length - 1).build();
  }

  private static List<String> find(IndexSearcher searcher, String name) throws IOException {
    List<String> rows = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query(name), RESULTS).scoreDocs) {
      rows.add(searcher.doc(hit.doc).get("row"));
    }
    return rows;
  }

  private static void build(Directory directory, List<String> names) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new SimpleAnalyzer()).setRAMBufferSizeMB(256);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int row = 0; row < names.size(); row++) {
        Document document = new Document();
        document.add(new TextField("name", names.get(row), Field.Store.NO));
        document.add(new StoredField("row", row));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path place = folder.resolve("lucene");
    List<String> names = Files.readAllLines(folder.resolve("names.txt"));
    try (Directory directory = new MMapDirectory(place)) {
      long begin = System.nanoTime();
      build(directory, names);
      double seconds = (System.nanoTime() - begin) / 1e9;
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        for (String name : Files.readAllLines(folder.resolve("warm_up.txt"))) {
          find(searcher, name);
        }
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        System.out.println(seconds + "\t" + bytes(place));
        for (String name : Files.readAllLines(folder.resolve("queries.txt"))) {
          long before = thread.getCurrentThreadCpuTime();
          long asked = System.nanoTime();
          List<String> rows = find(searcher, name);
          double took = (System.nanoTime() - asked) / 1e3;
          double worked = (thread.getCurrentThreadCpuTime() - before) / 1e3;
          System.out.println(took + "\t" + worked + "\t" + String.join(" ", rows));
        }
      }
    }
  }
}
