import com.sun.management.OperatingSystemMXBean;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains a CSV table several times in one JVM by the default, and prints the processor time and the clock of each training, reading left out.
 *
 * <pre>
 *   java --add-modules jdk.incubator.vector -cp 'vflow-cli/target/app/*' scripts/WarmFits.java TABLE.csv 4
 * </pre>
 */
final class WarmFits {
    private WarmFits() {}

    public static void main(String[] args) throws Exception {
        Table table = Table.read(Path.of(args[0]));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            long start = System.nanoTime();
            long processor = system.getProcessCpuTime();
            TableModel.fit(table, Recipe.standard());
            System.out.printf(Locale.ROOT, "%.2f %.2f%n", (system.getProcessCpuTime() - processor) / 1e9, (System.nanoTime() - start) / 1e9);
        }
    }
}
