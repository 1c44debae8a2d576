import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Proves that the tests bite: plants one fault after another in a copy of the sources and expects the tests of its module to
 * fail. Run it from the root of the repository with JDK 25: {@code java scripts/PlantedFaults.java}; with arguments, only
 * faults whose name contains one of them; with {@code --places}, none is planted, and each text must still stand in its file. All of them
 * take about an hour on two processors. Exit code 0 means that every fault was caught.
 */
final class PlantedFaults {
    private static final List<Fault> FAULTS = Stream.of(TensorFaults.ALL, FlowFaults.ALL, TableFaults.ALL, UserFaults.ALL)
            .flatMap(List::stream)
            .toList();

    public static void main(String[] args) throws IOException, InterruptedException {
        requirePlaces(Path.of("").toAbsolutePath(), FAULTS);
        if (List.of(args).equals(List.of("--places"))) {
            System.out.printf("%d planted faults have their places%n", FAULTS.size());
            return;
        }
        Path copy = Files.createTempDirectory("planted-faults");
        copyTree(Path.of("").toAbsolutePath(), copy);
        List<Fault> chosen = FAULTS.stream().filter(f -> args.length == 0 || matches(f, args)).toList();
        System.out.println("building a copy in " + copy);
        PlantedFaults tests = new PlantedFaults(copy, chosen);
        int caught = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Map<Fault, Future<Boolean>> results = new LinkedHashMap<>();
            chosen.forEach(f -> results.put(f, workers.submit(() -> tests.catches(f))));
            for (Map.Entry<Fault, Future<Boolean>> e : results.entrySet()) {
                String end = end(e.getValue());
                caught += end.equals("caught") ? 1 : 0;
                System.out.printf("%-8s %s%n", end, e.getKey().name());
            }
        }
        System.out.printf("%d of %d planted faults caught%n", caught, chosen.size());
        System.exit(caught == chosen.size() ? 0 : 1);
    }

    /** One fault that cannot be planted must not end an hour's run. */
    private static String end(Future<Boolean> result) throws InterruptedException {
        try {
            return result.get() ? "caught" : "MISSED";
        } catch (ExecutionException e) {
            System.out.println("         (" + e.getCause().getMessage() + ")");
            return "BROKEN";
        }
    }

    private static void requirePlaces(Path root, List<Fault> faults) throws IOException {
        List<String> lost = new ArrayList<>();
        for (Fault f : faults) {
            Path file = root.resolve(f.file());
            if (!Files.exists(file) || !Files.readString(file).contains(f.was())) {
                lost.add(f.name() + ": " + f.file() + " no longer contains \"" + f.was() + "\"; adapt the fault");
            }
        }
        if (!lost.isEmpty()) {
            throw new IllegalStateException(String.join("\n", lost));
        }
    }

    private static boolean matches(Fault f, String[] words) {
        for (String w : words) {
            if (f.name().contains(w)) {
                return true;
            }
        }
        return false;
    }

    /** Tests that are likely to catch faults in the files of a folder: they run first. */
    private static final Map<String, String> LIKELY = new LinkedHashMap<>();

    static {
        LIKELY.put("/flow/spec/column/", "ListedColumnsTest");
        LIKELY.put("/flow/discrete/", "AlphabetTest,NeighboursTest,DiscreteColumnsTest,MixedColumnsTest,TypedGapsTest");
        LIKELY.put("/flow/train/stacking/", "StackingTest,MixtureTest");
        LIKELY.put("/flow/bijector/Whitening", "BijectorLawsTest,CodeRegressionTest,MixedColumnsTest");
        LIKELY.put("/flow/bijector/ActNorm", "BijectorLawsTest,InitialisationTest");
        LIKELY.put("/flow/bijector/", "BijectorLawsTest,ImageMovesTest,ImageVFlowTest,CausalPatchesTest");
        LIKELY.put("/flow/transformer/", "TransformerTest,BijectorLawsTest");
        LIKELY.put("/flow/distribution/", "MixtureTest,BaseTest,DistributionTest,DequantizerTest,LinearGaussianTest,ImageVFlowTest");
        LIKELY.put("/flow/evaluation/", "CalibrationTest,ImportanceEstimateTest,MeanTest,EvaluatorTest,SameBitsTest,FarOutTest,LinearGaussianTest");
        LIKELY.put("/flow/missing/", "MixtureTest,GaussianWithGapsTest,TypedGapsTest");
        LIKELY.put("/flow/surjection/", "AtomTest,FillMissingTest,SurjectionLawsTest,ParallelTest,RegressionTest,LinearGaussianTest");
        LIKELY.put("/flow/data/", "StandardizationTest,RowsTest");
        LIKELY.put("/flow/train/defensive/", "CodeRegressionTest,DefensiveInitialisationTest,MixtureChoiceTest");
        LIKELY.put("/flow/train/tree/", "TreeStartTest");
        LIKELY.put("/flow/train/Initialisation", "TreeStartTest,InitialisationTest,CodeRegressionTest");
        LIKELY.put("/flow/train/", "TrainerTest,EvaluationTest,DivergenceTest,StoppingTest,RandomnessTest,RowBatchesTest,TrainingStepTest,InverseErrorTest");
        LIKELY.put("/flow/io/", "ModelFileTest,RecordsAsJsonTest,CheckpointTest,DamagedCheckpointTest,OversizedFilesTest");
        LIKELY.put("/flow/audit/", "BijectorAuditTest,BaseModelsTest");
        LIKELY.put("/flow/architecture/Theorem1", "Theorem1Test");
        LIKELY.put("/flow/", "MixtureTest,ImageVFlowTest,ClassConditionalTest,ConditionalRowsTest,SamplesTest,LinearGaussianTest");
        LIKELY.put("/table/inference/", "InferenceLimitsTest,SchemaTest,CsvTableTest,NotationTest");
        LIKELY.put("/table/schema/", "ColumnTest,ColumnLawsTest,LinearTest,SchemaEdgesTest,RelationsEdgesTest,NotationTest,MomentTest,TypedTableTest,SchemaTest,SeasonsTest,RelationsTest");
        LIKELY.put("/table/marginal/", "MarginalsTest");
        LIKELY.put("/table/score/", "ViewPValuesTest,NeighboursTest,ScorerTest,AlarmScorerTest");
        LIKELY.put("/table/outlier/TableSearch", "OutlierSearchTest");
        LIKELY.put("/table/outlier/", "SuspectsTest,OddnessScorerTest,FoldVerdictsTest,OddScoresTest,FoldsTest,FarOutTest");
        LIKELY.put("/table/training/FoldedTraining", "FoldedTrainingTest,OutlierSearchTest,CrossFitTest,TableTrainingTest");
        LIKELY.put("/table/plan/", "PlanTest,SmallTrainingTest,OutlierSearchTest,TableTrainingTest,GivenColumnsTest");
        LIKELY.put("/table/fit/", "PlanTest,MemberStartsTest,TableTrainingTest,MappedMembersTest");
        LIKELY.put("/table/apply/", "RecordScorerTest");
        LIKELY.put("/table/report/", "MeasuresTest,ReportNumbersTest,ReportTest");
        LIKELY.put("/table/training/Training", "SmallTrainingTest,CalibrationTest,TableTrainingTest,CrossFitTest,TableDriftTest");
        LIKELY.put("/vflow/table/training/", "MemberTrainingTest,MemberStartsTest,DiscretePartTest,EnsembleTrainingTest,BackendTest,NoisyBatchesTest,FitTest,FitMixtureTest");
        LIKELY.put("/table/score/", "CircularTableTest,AttributionTest");
        LIKELY.put("/table/verdict/", "ReasonsTest,TwoSidedAttributionTest,AttributionTest,FalseDiscoveriesTest,AlarmTest");
        LIKELY.put("/vflow/table/drift/", "ColumnWatchTest,MonitorEdgesTest,ShapesOfBetsTest,ClosedFormsTest,BetsTest,BooksTest,DriftMonitorTest,MonitorStateTest,ReferenceTest,WindowTest");
        LIKELY.put("/vflow/table/density/", "TableDensityTest,DensityPartsTest,ConditionalTest,AlarmScorerTest,RelationsTest,FitMixtureTest,CalibrationTest");
        LIKELY.put("/vflow/table/", "SmallTrainingTest,CalibrationTest,FitTest,TableTrainingTest,AlarmScoreTest,ManyThreadsTest,TableModelTest,TableDriftTest,GivenColumnsTest");
        LIKELY.put("/image/file/", "PngChunksTest,NpyTest,DamagedImageFilesTest");
        LIKELY.put("/nn/optim/", "OptimTest");
        LIKELY.put("/nn/layer/patch/", "TransformerBlockTest");
        LIKELY.put("/nn/layer/", "ImageLayersTest,DropoutTest,LayersTest");
        LIKELY.put("/nn/file/", "AtomicFileTest,DurabilityTest,KilledWriterTest,ChecksumTest,SafeTensorsTest,DamagedSafeTensorsTest,StreamsTest");
        LIKELY.put("/nn/json/", "JsonValueTest,FieldsTest");
        LIKELY.put("/nn/", "ParametersTest,DataInitTest");
        LIKELY.put("/tensor/random/", "PurposeTest,RandomStreamTest");
        LIKELY.put("/tensor/kernel/Threefry", "ThreefryTest");
        LIKELY.put("/tensor/kernel/", "MixtureFarOutTest,KernelContractTest");
        LIKELY.put("/tensor/exact/Householder", "HouseholderTest");
        LIKELY.put("/tensor/exact/Logistics", "PlainMixtureTest,LogisticsTest");
        LIKELY.put("/tensor/reference/", "PlainMixtureTest,LogisticsTest,GradientTest");
        LIKELY.put("/tensor/autodiff/", "GradientTest,SegmentTest,OpTableTest");
        LIKELY.put("/tensor/lower/step/", "WorkerThreadsTest,UnclosedTest");
        LIKELY.put("/tensor/", "OpTableTest,BufferPlanTest,RandomProgramTest,ShardedTest");
        LIKELY.put("/serve/http/", "GateTest,HostileClientsTest");
        LIKELY.put("/serve/model/", "ModelsTest");
        LIKELY.put("/serve/route/", "DrawnRoutesTest");
        LIKELY.put("/serve/rows/", "JsonRowsTest");
        LIKELY.put("/vflow/serve/", "VFlowMetricsTest");
        LIKELY.put("/cli/command/FindOutliers", "EveryOptionTest");
        LIKELY.put("/cli/command/paper/", "ExtremesTest,TrainFilesTest");
        LIKELY.put("/cli/command/", "ApplyTest,TablesTest");
        LIKELY.put("/cli/data/ModelTable", "OutliersTest,LossesTest,TablesTest");
        LIKELY.put("/cli/model/", "TablesTest");
        LIKELY.put("/cli/report/", "TableNumbersTest,DriftResultTest,DriftTest");
        LIKELY.put("/cli/training/", "LossesTest,StoppedTest,DivergedTest");
        LIKELY.put("/cli/", "LossesTest,ToyDataTest,OutputsTest,OutputTest,ModelsTest,TerminalTest,ImagesTest");
        LIKELY.put("/spark/internal/cluster/", "SparkEngineTest");
        LIKELY.put("/spark/internal/scoring/", "ScoredRowsTest");
        LIKELY.put("/spark/Training", "ParametersTest");
        LIKELY.put("/spark/", "ScoringTest");
    }

    /**
     * Not the guards of speed, allocation, sizes and architecture: the faults are not of their kind. Nor the tests of vflow-lab that run by
     * night only.
     */
    private static final Set<String> LEFT_OUT = Set.of("JitGuardTest", "AllocationTest", "BytecodeSizeTest",
            "ArchitectureTest", "FileBudgetTest", "DemoTest", "DevicesTest",
            "ConformanceTest", "ManyKillsTest");

    /** A run of tests that takes longer hangs, which nobody overlooks. */
    private static final long PATIENCE_MINUTES = 15;

    private static final int FAILED = 3;
    /** The definition of a constant; those of an interface need no "static final". */
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z_0-9]* = ");

    private static final List<String> MODULES = List.of("vflow-tensor", "vflow-nn", "vflow-flow", "vflow-table", "vflow-image", "vflow-serve", "vflow-cli", "vflow-lab", "vflow-spark");

    private final Path copy;
    private final Path runner;
    private final Map<String, String> classPaths = new LinkedHashMap<>();

    /** Builds the copy once; each fault then takes one compilation of its file. */
    private PlantedFaults(Path copy, List<Fault> chosen) throws IOException, InterruptedException {
        this.copy = copy;
        this.runner = Files.createDirectory(copy.resolve("runner"));
        Path log = copy.resolve("build.log");
        // Spark's jars are large
        List<String> modules = MODULES.stream()
                .filter(m -> !m.equals("vflow-spark") || chosen.stream().anyMatch(f -> f.module().equals(m)))
                .toList();
        if (run(copy, log, "mvn", "-q", "-o", "-Pfast", "test-compile", "dependency:build-classpath", "-Dmdep.outputFile=cp.txt",
                "-pl", String.join(",", modules)) != 0) {
            throw new IllegalStateException("the copy does not build; see " + log);
        }
        for (String module : modules) {
            Path folder = copy.resolve(module);
            String jars = Files.readString(folder.resolve("cp.txt"));
            String launcher = Stream.of(jars.split(File.pathSeparator, -1))
                    .filter(jar -> jar.contains("junit-platform-engine"))
                    .map(jar -> jar.replace("junit-platform-engine", "junit-platform-launcher"))
                    .findFirst()
                    .orElseThrow();
            classPaths.put(module, String.join(File.pathSeparator,
                    folder.resolve("target/test-classes").toString(), folder.resolve("target/classes").toString(), jars, launcher));
        }
        if (run(copy, log, java("javac"), "-d", runner.toString(), "-cp", classPaths.get("vflow-tensor"),
                copy.resolve("scripts/FirstFailure.java").toString()) != 0) {
            throw new IllegalStateException("the runner does not compile; run mvn verify once, which fetches JUnit's launcher; see " + log);
        }
    }

    /** The tests that are likely to fail run first, then all of the module, and for faults in vflow-flow those of the modules above. */
    private boolean catches(Fault f) throws IOException, InterruptedException {
        Path faulty = compiled(f);
        List<String> likely = LIKELY.entrySet().stream()
                .filter(e -> f.file().contains(e.getKey()))
                .map(e -> List.of(e.getValue().split(",", -1)))
                .findFirst()
                .orElseThrow();
        List<String> all = tests(f);
        boolean caught = fails(f.module(), faulty, all.stream()
                        .filter(t -> likely.contains(t.substring(t.lastIndexOf('.') + 1)))
                        .toList())
                || fails(f.module(), faulty, all)
                || f.module().equals("vflow-flow")
                        && (fails("vflow-table", faulty, tests("vflow-table"))
                                || fails("vflow-image", faulty, tests("vflow-image"))
                                || fails("vflow-cli", faulty, tests("vflow-cli"))
                                || fails("vflow-lab", faulty, tests("vflow-lab")));
        delete(faulty);
        return caught;
    }

    /**
     * The classes of the file with the fault, in a folder that hides the sound ones; a fault that does not compile is no fault. Other
     * classes hold copies of constants, so a fault in one takes a compilation of the whole module.
     */
    private Path compiled(Fault f) throws IOException, InterruptedException {
        Path main = copy.resolve(f.module()).resolve("src/main/java");
        Path folder = Files.createTempDirectory(copy, "faulty");
        Path original = copy.resolve(f.file());
        Path planted = Files.createDirectory(folder.resolve("source")).resolve(original.getFileName());
        String source = Files.readString(original);
        int at = source.indexOf(f.was());
        Files.writeString(planted, source.substring(0, at) + f.becomes() + source.substring(at + f.was().length()));
        List<String> command = new ArrayList<>(List.of(java("javac"), "-J-XX:TieredStopAtLevel=1", "-g", "-nowarn", "-proc:none", "-implicit:none", "--add-modules",
                "jdk.incubator.vector", "-d", folder.toString(), "-cp", classPaths.get(f.module()), planted.toString()));
        int end = source.indexOf('\n', at + f.was().length());
        if (CONSTANT.matcher(source.substring(source.lastIndexOf('\n', at) + 1, end)).find()) {
            others(main, original).forEach(command::add);
        }
        Path log = folder.resolve("compile.log");
        if (run(copy, log, command.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(f.name() + " does not compile; see " + log);
        }
        return folder;
    }

    private static List<String> others(Path main, Path original) throws IOException {
        try (var files = Files.walk(main)) {
            return files.filter(p -> !p.equals(original))
                    .map(Path::toString)
                    .filter(p -> p.endsWith(".java") && !p.endsWith("module-info.java"))
                    .toList();
        }
    }

    private boolean fails(String module, Path faulty, List<String> tests) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java("java"), "@" + copy.resolve("scripts/short-jvm.options"), "-ea", "-Xshare:auto", "-Djava.awt.headless=true", "--add-modules",
                "jdk.incubator.vector", "-Dvflow.nightly=false", "-cp",
                String.join(File.pathSeparator, faulty.toString(), runner.toString(), classPaths.get(module)), "FirstFailure"));
        command.addAll(tests);
        int code = run(copy.resolve(module), faulty.resolve("tests.log"), command.toArray(String[]::new));
        if (code != 0 && code != FAILED) {
            System.out.println("         (exit code " + code + ": a crash or a hang)");
        }
        return code != 0;
    }

    /** The tests of a module; those that name the class with the fault come first. */
    private List<String> tests(Fault f) throws IOException {
        String name = Path.of(f.file()).getFileName().toString().replace(".java", "");
        Pattern mention = Pattern.compile("\\b" + name + "\\b");
        Map<String, Long> mentions = new HashMap<>();
        List<String> all = tests(f.module());
        for (String test : all) {
            Path source = copy.resolve(f.module()).resolve("src/test/java").resolve(test.replace('.', '/') + ".java");
            mentions.put(test, mention.matcher(Files.readString(source)).results().count());
        }
        return all.stream().sorted(Comparator.comparing((String t) -> mentions.get(t)).reversed()).toList();
    }

    private List<String> tests(String module) throws IOException {
        Path root = copy.resolve(module).resolve("target/test-classes");
        try (var files = Files.walk(root)) {
            return files.map(p -> root.relativize(p).toString())
                    .filter(n -> n.endsWith("Test.class"))
                    .map(n -> n.substring(0, n.length() - ".class".length()).replace(File.separatorChar, '.'))
                    .filter(n -> !LEFT_OUT.contains(n.substring(n.lastIndexOf('.') + 1)))
                    .sorted()
                    .toList();
        }
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private static int run(Path directory, Path log, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // a cluster of executors takes its jars from there, as the pom of vflow-spark says
        builder.environment().putAll(Map.of("SPARK_HOME", directory.resolve("target/spark").toString(),
                "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", "127.0.0.1"));
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) throws IOException {
                if (Set.of("target", ".git").contains(String.valueOf(dir.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
