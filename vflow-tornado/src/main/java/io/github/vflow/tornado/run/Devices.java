package io.github.vflow.tornado.run;

import io.github.vflow.tornado.lower.Abilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/**
 * The devices that TornadoVM finds. They are looked up once per JVM: after a first failure the JVM reports only that a class is
 * missing.
 *
 * @param all the devices
 * @param missing why there are none, if there are none
 */
public record Devices(List<Device> all, Optional<String> missing) {
    /** A device and its number, backend first. */
    public record Device(String number, TornadoDevice handle) {
        /** The kernels that the device can run. */
        public Abilities abilities() {
            return new Abilities(true, handle.getDeviceContext().isFP64Supported());
        }

        /** A description in one line. */
        public String description() {
            return handle.getPhysicalDevice().getDeviceName().strip() + " (" + handle.getTornadoVMBackend() + ", "
                    + handle.getDeviceType().name().replace("CL_DEVICE_TYPE_", "") + ")";
        }
    }

    private static final class Found {
        static final Devices HERE = probe();
    }

    /** The devices of this machine. */
    public static Devices here() {
        return Found.HERE;
    }

    /**
     * The only properties that the library sets, and only where the user has not: a graph that does not compile must not run as
     * sequential Java; NaN must stay NaN, which TornadoVM's own compiler flags give up; and kernels are made of methods that are
     * larger than TornadoVM inlines otherwise. They are read when its first class is loaded.
     */
    private static void prepare() {
        set("tornado.recover.bailout", "false");
        set("tornado.opencl.compiler.flags", "-cl-mad-enable -w");
        set("tornado.compiler.fullInlining", "true");
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Devices probe() {
        prepare();
        if (System.getProperty("tornado.load.runtime.implementation") == null) {
            return none(
                    "the JVM was not started with TornadoVM's options: set TORNADOVM_HOME to the SDK and start through"
                            + " ./vflow, or add @$TORNADOVM_HOME/tornado-argfile to the java command");
        }
        try {
            List<Device> found = find();
            return found.isEmpty()
                    ? none("TornadoVM has no device here; its own list: tornado --devices")
                    : new Devices(found, Optional.empty());
        } catch (LinkageError | RuntimeException e) {
            return none(reason(e));
        }
    }

    private static List<Device> find() {
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        List<Device> graphics = new ArrayList<>();
        List<Device> others = new ArrayList<>();
        for (int b = 0; b < runtime.getNumBackends(); b++) {
            TornadoBackend backend = runtime.getBackend(b);
            for (int d = 0; d < backend.getNumDevices(); d++) {
                TornadoDevice device = backend.getDevice(d);
                boolean graphic = device.getDeviceType() == TornadoDeviceType.GPU;
                (graphic ? graphics : others).add(new Device(b + ":" + d, device));
            }
        }
        graphics.addAll(others);
        return graphics;
    }

    private static Devices none(String why) {
        return new Devices(List.of(), Optional.of(why));
    }

    private static String reason(Throwable e) {
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String kind = first.getClass().getSimpleName();
        String message = String.valueOf(first.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        return switch (kind) {
            case "TornadoBailoutRuntimeException" ->
                "TornadoVM finds no OpenCL platform; install the driver of the device (clinfo lists platforms)";
            case "NoClassDefFoundError", "ClassNotFoundException" ->
                "classes of TornadoVM are not on the module path: " + message;
            case "UnsatisfiedLinkError" -> "the native library of TornadoVM does not load: " + message;
            default -> "TornadoVM does not start: " + kind + ": " + message;
        };
    }
}
