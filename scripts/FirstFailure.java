import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes up to the first failure, for {@code PlantedFaults}: exit code 3 if one fails, 0 if none does. */
final class FirstFailure {
    private static final int FAILED = 3;

    private FirstFailure() {}

    public static void main(String[] classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.tries.default", "50")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    System.out.println("by " + test.getLegacyReportingName() + " of " + List.of(classes));
                    result.getThrowable().ifPresent(Throwable::printStackTrace);
                    // trainings that a test has started
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                    Runtime.getRuntime().halt(FAILED);
                }
            }
        });
        Runtime.getRuntime().halt(0);
    }
}
