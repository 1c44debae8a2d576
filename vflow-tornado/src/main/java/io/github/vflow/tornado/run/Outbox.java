package io.github.vflow.tornado.run;

import io.github.vflow.tornado.kernel.Mail;
import java.util.HashSet;
import java.util.Set;

/** Collects inputs for the device, and sends them when the mail is full or a run needs them. */
final class Outbox {
    private final TaskMachine machine;
    private final Set<Integer> places = new HashSet<>();
    private int numbers;
    private int parts;

    Outbox(TaskMachine machine) {
        this.machine = machine;
    }

    /** Begins an input. Numbers that wait for the same place are sent first. */
    void begin(int place) {
        if (!places.add(place)) {
            send();
            places.add(place);
        }
        part(place);
    }

    private void part(int place) {
        if (parts == Mail.PARTS) {
            send();
            places.add(place);
        }
        machine.addresses().set(2 + 2 * parts, numbers);
        machine.addresses().set(3 + 2 * parts, place);
        parts++;
    }

    /** Adds the next number of the input that was begun. */
    void add(int place, float number) {
        if (numbers == Mail.CAPACITY) {
            send();
            part(place);
        }
        machine.mail().set(numbers, number);
        numbers++;
    }

    void send() {
        if (numbers > 0) {
            machine.addresses().set(0, numbers);
            machine.addresses().set(1, parts);
            machine.deliver();
        }
        numbers = 0;
        parts = 0;
        places.clear();
    }
}
