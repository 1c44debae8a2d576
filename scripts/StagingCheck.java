import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks that what {@code mvn -Prelease verify} has staged is complete: {@code java scripts/StagingCheck.java FOLDER}, from the root of
 * the repository. Each module has jar, sources, Javadoc and list of contents, a licence in each jar, a module descriptor (all but those on the class path), and what Maven
 * Central wants to read in its pom; the BOM names exactly these modules. Prints what is wrong, and exits with 1 if anything is.
 */
final class StagingCheck {
    private static final List<String> JARS = List.of(".jar", "-sources.jar", "-javadoc.jar");
    private static final List<String> OTHERS = List.of(".pom", "-cyclonedx.json", "-cyclonedx.xml");
    /** A pom says these itself, or has them from its parent. */
    private static final List<String> INHERITED = List.of("url", "licenses", "developers", "scm");
    /** Maven does not inherit the first; the second would be that of the whole. */
    private static final List<String> OWN = List.of("name", "description");

    /** The jars of Spark, DuckDB, Kafka and Spring have no descriptors, so what needs them has none either. */
    private static final Set<String> ON_THE_CLASS_PATH = Set.of("vflow-duckdb", "vflow-kafka", "vflow-spark", "vflow-spring-boot-starter");

    private final List<String> wrong = new ArrayList<>();
    private final Path group;
    private final byte[] licence;

    private StagingCheck(Path staging) throws IOException {
        group = staging.resolve("io/github/vflow");
        licence = Files.readAllBytes(Path.of("LICENSE"));
    }

    public static void main(String[] args) throws IOException {
        StagingCheck check = new StagingCheck(Path.of(args[0]));
        int modules = check.run();
        check.wrong.forEach(System.err::println);
        if (!check.wrong.isEmpty()) {
            System.exit(1);
        }
        System.out.println(args[0] + ": " + modules + " modules with jar, sources, Javadoc, contents and licence; the BOM names them all");
    }

    private int run() throws IOException {
        Element parent = pom("vflow-parent");
        Set<String> modules = new TreeSet<>();
        try (Stream<Path> folders = Files.list(group)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                String artifact = folder.getFileName().toString();
                Element pom = pom(artifact);
                require(OWN.stream().allMatch(name -> child(pom, name) != null), artifact + ": its pom has no name or description");
                for (String name : INHERITED) {
                    boolean inherits = child(pom, "parent") != null && child(parent, name) != null;
                    require(child(pom, name) != null || inherits, artifact + ": its pom has no " + name + ", nor has its parent");
                }
                if (child(pom, "packaging") == null) {
                    modules.add(artifact);
                    module(artifact);
                }
            }
        }
        bom(modules);
        return modules.size();
    }

    private void module(String artifact) throws IOException {
        for (String end : OTHERS) {
            file(artifact, end);
        }
        for (String end : JARS) {
            Path jar = file(artifact, end);
            if (jar == null) {
                continue;
            }
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                ZipEntry entry = zip.getEntry("META-INF/LICENSE");
                boolean same = entry != null && Arrays.equals(licence, zip.getInputStream(entry).readAllBytes());
                require(same, jar.getFileName() + ": META-INF/LICENSE is missing or not the repository's");
            }
            if (end.equals(".jar")) {
                boolean named = ModuleFinder.of(jar).findAll().stream().noneMatch(found -> found.descriptor().isAutomatic());
                require(named || ON_THE_CLASS_PATH.contains(artifact), jar.getFileName() + ": has no module descriptor");
            }
        }
    }

    private void bom(Set<String> modules) throws IOException {
        Element bom = pom("vflow-bom");
        require(child(bom, "parent") == null, "vflow-bom: has a parent, whose dependency management would reach its users");
        Set<String> named = children(child(child(bom, "dependencyManagement"), "dependencies"))
                .map(dependency -> child(dependency, "artifactId").getTextContent())
                .collect(Collectors.toCollection(TreeSet::new));
        require(named.equals(modules), "vflow-bom: names " + named + " but staged are " + modules);
    }

    /** The newest file of an artifact with this end: the name of a snapshot has its time. */
    private Path file(String artifact, String end) throws IOException {
        try (Stream<Path> files = Files.walk(group.resolve(artifact))) {
            List<Path> found = files.filter(path -> path.getFileName().toString().matches("\\Q" + artifact + "\\E-[\\d.]+(-[A-Z]+)?(-?[\\d.]+-\\d+)?\\Q" + end + "\\E"))
                    .sorted()
                    .toList();
            require(!found.isEmpty(), artifact + ": no file " + artifact + "-VERSION" + end);
            return found.isEmpty() ? null : found.getLast();
        }
    }

    private Element pom(String artifact) throws IOException {
        Path file = file(artifact, ".pom");
        if (file == null) {
            throw new IllegalStateException(artifact + ": no pom in " + group);
        }
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (org.xml.sax.SAXException | javax.xml.parsers.ParserConfigurationException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Element child(Element of, String name) {
        return children(of).filter(element -> element.getTagName().equals(name)).findFirst().orElse(null);
    }

    private static Stream<Element> children(Element of) {
        return IntStream.range(0, of.getChildNodes().getLength())
                .mapToObj(of.getChildNodes()::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }
}
