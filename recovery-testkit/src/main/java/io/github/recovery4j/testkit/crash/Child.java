package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.disk.Disk;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** The main class of a process that is killed: one life of a job. Its messages go to the standard output. */
final class Child {

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private Child() {}

    /** Arguments: class of the job, place, number of the fatal boundary. */
    public static void main(String[] arguments) {
        Life life = new Life(Integer.parseInt(arguments[2]), Child::waitForTheKill);
        tell(live(arguments[0], new Place(Path.of(arguments[1]), Disk.local()), life));
        System.exit(0);
    }

    private static Message live(String type, Place place, Life life) {
        try {
            JobUnderTest job = create(type);
            Ending.Finished finished;
            try (Recovery recovery = place.open(job, life)) {
                finished = new Ending.Finished(job.run(recovery, new World(place, life)), life.passed());
            }
            return new Message(Message.Kind.FINISHED, life.passed(), finished.text());
        } catch (Throwable e) { // whatever it is, the parent has to hear of it
            return new Message(Message.Kind.FAILED, 0, stackTrace(e));
        }
    }

    private static JobUnderTest create(String type) throws ReflectiveOperationException {
        var constructor = Class.forName(type).asSubclass(JobUnderTest.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static void waitForTheKill(Boundary here) {
        tell(new Message(Message.Kind.ARRIVED, here.number(), here.where()));
        while (true) {
            LockSupport.park();
            Thread.interrupted(); // or else it would not wait
        }
    }

    /** On a line of its own, whatever the job has left unfinished. */
    private static void tell(Message message) {
        OUT.print("\n" + message.line() + "\n");
        OUT.flush();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
