package io.github.vflow.tornado.run;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tornado.kernel.AttentionBackward;
import io.github.vflow.tornado.kernel.AttentionBackwardTiles;
import io.github.vflow.tornado.kernel.AttentionForward;
import io.github.vflow.tornado.kernel.AttentionForwardTiles;
import io.github.vflow.tornado.kernel.ChainElements;
import io.github.vflow.tornado.kernel.Elimination;
import io.github.vflow.tornado.kernel.LogOdds;
import io.github.vflow.tornado.kernel.Mail;
import io.github.vflow.tornado.kernel.MixtureRoot;
import io.github.vflow.tornado.kernel.ProductElements;
import io.github.vflow.tornado.kernel.ProductTiles;
import io.github.vflow.tornado.kernel.Reduce;
import io.github.vflow.tornado.kernel.Tree;
import io.github.vflow.tornado.lower.Kernel;
import io.github.vflow.tornado.lower.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.DataRange;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * One plan on one device: a task graph for each kernel, all on one array that stays there. TornadoVM compiles every task of every
 * graph anew, for a tenth of a second and more, so a program is not one graph of thousands of tasks but a walk over these graphs;
 * each is compiled when it is first needed. From graph to graph the array is handed on by persistOnDevice and consumeFromDevice.
 */
final class Session implements TaskMachine {
    private static final String LOAD = "vflowLoad";
    private static final String DELIVER = "vflowDeliver";
    private static final int MAIL_GROUP = 64;

    private final FloatArray memory;
    private final IntArray words;
    private final FloatArray mail = new FloatArray(Mail.CAPACITY);
    private final IntArray addresses = new IntArray(2 + 2 * Mail.PARTS);
    private final IntArray cursor = new IntArray(1);
    private final DoubleArray wide;
    private final KernelContext context = new KernelContext();
    private final GridScheduler grids = new GridScheduler();
    private final Map<Kernel, Launch> launches = new EnumMap<>(Kernel.class);
    private final WorkerGrid postman = new WorkerGrid1D(MAIL_GROUP);
    private final TornadoExecutionPlan plan;
    private @Nullable TornadoExecutionResult last;

    /** A graph of the plan, and how many work items it has. */
    private record Launch(int graph, WorkerGrid worker) {}

    Session(TornadoDevice device, int size, int words, int wide) {
        this.memory = new FloatArray(size);
        this.words = new IntArray(words);
        this.wide = new DoubleArray(wide);
        List<ImmutableTaskGraph> graphs = new ArrayList<>();
        graphs.add(loading().snapshot());
        graphs.add(delivery().snapshot());
        postman.setLocalWork(MAIL_GROUP, 1, 1);
        grids.addWorkerGrid(LOAD + ".run", postman);
        grids.addWorkerGrid(DELIVER + ".run", postman);
        for (Kernel k : Kernel.values()) {
            WorkerGrid worker = new WorkerGrid1D(k.group());
            worker.setLocalWork(k.group(), 1, 1);
            launches.put(k, new Launch(graphs.size(), worker));
            graphs.add(graph(k).snapshot());
            grids.addWorkerGrid(name(k) + ".run", worker);
        }
        this.plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
        plan.withDevice(device).withGridScheduler(grids);
    }

    private static String name(Kernel k) {
        return "vflow" + k.name();
    }

    private TaskGraph loading() {
        return new TaskGraph(LOAD)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, memory, words, mail, addresses)
                .task("run", Mail::vfMail, context, memory, words, mail, addresses)
                .persistOnDevice(memory, words)
                .transferToHost(DataTransferMode.UNDER_DEMAND, memory);
    }

    private TaskGraph delivery() {
        return new TaskGraph(DELIVER)
                .consumeFromDevice(memory, words)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, mail, addresses)
                .task("run", Mail::vfMail, context, memory, words, mail, addresses)
                .persistOnDevice(memory, words)
                .transferToHost(DataTransferMode.UNDER_DEMAND, memory);
    }

    private TaskGraph graph(Kernel k) {
        TaskGraph g = new TaskGraph(name(k))
                .consumeFromDevice(memory, words)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, cursor);
        TaskGraph with = switch (k) {
            case CHAIN -> g.task("run", ChainElements::vfChain, context, memory, words, cursor);
            case PRODUCT -> g.task("run", ProductElements::vfProduct, context, memory, words, cursor);
            case TILES -> g.task("run", ProductTiles::vfTiles, context, memory, words, cursor);
            case REDUCE -> g.task("run", Reduce::vfReduce, context, memory, words, cursor);
            case TREE -> g.task("run", Tree::vfTree, context, memory, words, cursor);
            case ATTEND -> g.task("run", AttentionForward::vfAttend, context, memory, words, cursor);
            case QUERIES -> g.task("run", AttentionBackward::vfQueries, context, memory, words, cursor);
            case KEYS -> g.task("run", AttentionBackward::vfKeys, context, memory, words, cursor);
            case ATTEND_TILES -> g.task("run", AttentionForwardTiles::vfAttendTiles, context, memory, words, cursor);
            case QUERIES_TILES -> g.task("run", AttentionBackwardTiles::vfQueriesTiles, context, memory, words, cursor);
            case KEYS_TILES -> g.task("run", AttentionBackwardTiles::vfKeysTiles, context, memory, words, cursor);
            case LOG_ODDS -> g.task("run", LogOdds::vfLogOdds, context, memory, words, cursor);
            case LOG_ODDS_GRADIENT -> g.task("run", LogOdds::vfLogOddsGradient, context, memory, words, cursor);
            case MIXTURE_ROOT -> g.task("run", MixtureRoot::vfMixtureRoot, context, memory, words, cursor);
            case ELIMINATION ->
                g.transferToDevice(DataTransferMode.FIRST_EXECUTION, wide)
                        .task("run", Elimination::vfElimination, context, memory, words, cursor, wide);
        };
        return with.persistOnDevice(memory, words).transferToHost(DataTransferMode.UNDER_DEMAND, memory);
    }

    boolean fits(int size, int words, int wide) {
        return size <= memory.getSize() && words <= this.words.getSize() && wide <= this.wide.getSize();
    }

    int size() {
        return memory.getSize();
    }

    @Override
    public FloatArray memory() {
        return memory;
    }

    @Override
    public IntArray words() {
        return words;
    }

    @Override
    public FloatArray mail() {
        return mail;
    }

    @Override
    public IntArray addresses() {
        return addresses;
    }

    @Override
    public void load() {
        addresses.set(0, 0);
        execute(0, postman, MAIL_GROUP);
    }

    @Override
    public void deliver() {
        execute(1, postman, (addresses.get(0) + MAIL_GROUP - 1) / MAIL_GROUP * MAIL_GROUP);
    }

    @Override
    public void run(Task task) {
        cursor.set(0, task.at());
        Launch launch = requireNonNull(launches.get(task.kernel()));
        execute(launch.graph, launch.worker, task.items());
    }

    private void execute(int graph, WorkerGrid worker, int items) {
        worker.setGlobalWork(items, 1, 1);
        last = plan.withGraph(graph).execute();
    }

    @Override
    public void fetch(int offset, int numbers) {
        requireNonNull(last)
                .transferToHost(new DataRange(memory).withOffset(offset).withSize(numbers));
    }

    @Override
    public void close() {
        try {
            plan.freeDeviceMemory();
            plan.close();
        } catch (TornadoExecutionPlanException e) {
            throw new IllegalStateException("tornado: the device's memory was not given back: " + e.getMessage(), e);
        }
    }
}
