package io.github.recovery4j.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processes as the JDK lists them, and the files of Linux that tell more of them. */
final class ProcFiles implements ProcessTable {

    static final ProcFiles INSTANCE = new ProcFiles();

    private static final Path PROC = Path.of("/proc");
    private static final int LONGEST_STAT = 1024;
    private static final int FLAGS = 6;
    private static final long KERNEL_THREAD = 0x0020_0000;

    private ProcFiles() {}

    @Override
    public List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().toList();
    }

    /**
     * While a process becomes another program, its environment reads as empty, for a moment. It does so for good of what has
     * ended, of threads of the kernel, and of a program that was started without any.
     */
    @Override
    public Carries carries(ProcessHandle process, ProcessMark mark) {
        try {
            byte[] environment = Files.readAllBytes(file(process, "environ"));
            if (environment.length == 0) {
                return isProgram(process) ? Carries.UNDECIDED : Carries.NO;
            }
            return new String(environment, StandardCharsets.ISO_8859_1).contains(mark.text())
                    ? Carries.YES
                    : Carries.NO;
        } catch (IOException e) {
            return Carries.NO; // it ended, belongs to another user and so to nobody here, or this is not a Linux
        }
    }

    private static boolean isProgram(ProcessHandle process) throws IOException {
        String[] fields = stat(process);
        return !hasEnded(fields) && fields.length > FLAGS && (Long.parseLong(fields[FLAGS]) & KERNEL_THREAD) == 0;
    }

    /** Whether a process that is listed has ended, as far as it can be told. */
    static boolean hasEnded(ProcessHandle process) {
        try {
            return hasEnded(stat(process));
        } catch (IOException e) {
            return false; // not a Linux, or it ended this moment: the next look tells
        }
    }

    /** Whether a signal keeps it from running, as far as it can be told. One that is being debugged is not stopped. */
    static boolean isStopped(ProcessHandle process) {
        try {
            return stat(process)[0].equals("T");
        } catch (IOException e) {
            return false; // not a Linux, or it has ended
        }
    }

    private static boolean hasEnded(String[] fields) {
        return fields[0].equals("Z") || fields[0].equals("X");
    }

    /** The fields from the third on, which is the state. The second may contain anything, in parentheses. */
    private static String[] stat(ProcessHandle process) throws IOException {
        try (var in = Files.newInputStream(file(process, "stat"))) {
            String line = new String(in.readNBytes(LONGEST_STAT), StandardCharsets.ISO_8859_1);
            return line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
        }
    }

    private static Path file(ProcessHandle process, String name) {
        return PROC.resolve(Long.toString(process.pid())).resolve(name);
    }
}
