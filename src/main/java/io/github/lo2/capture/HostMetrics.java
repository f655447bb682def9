package io.github.lo2.capture;

import static io.github.lo2.signal.SeriesType.COUNTER;
import static io.github.lo2.signal.SeriesType.GAUGE;

import com.sun.jna.platform.linux.LibC;
import com.sun.jna.platform.linux.LibC.Statvfs;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesType;
import io.github.lo2.signal.SignalSink;
import io.github.lo2.time.EpochClock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.hardware.VirtualMemory;
import oshi.software.os.InternetProtocolStats.TcpStats;
import oshi.software.os.InternetProtocolStats.UdpStats;
import oshi.software.os.OSFileStore;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import oshi.util.FileUtil;

/**
 * Samples the host once a second under node_exporter's names and units, and each process of the stack under those of
 * Prometheus' client libraries.
 *
 * <p>Host series carry the labels that the reference's scrape of node_exporter gives them (job {@code node}, group
 * {@code production}); a process carries its service's name as {@code job} and its container's as {@code instance}.
 */
public final class HostMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostMetrics.class);
    private static final Map<String, String> HOST =
            Map.of("job", "node", "group", "production", "instance", "localhost");
    private static final Map<TickType, String> MODES = Map.of(
            TickType.USER, "user",
            TickType.NICE, "nice",
            TickType.SYSTEM, "system",
            TickType.IDLE, "idle",
            TickType.IOWAIT, "iowait",
            TickType.IRQ, "irq",
            TickType.SOFTIRQ, "softirq",
            TickType.STEAL, "steal");

    private static final String DISK_STATISTICS = "/proc/diskstats";
    /** The kernel's list counts in these, whatever a disk's own sectors are. */
    private static final long SECTOR_BYTES = 512;

    /**
     * A process to sample.
     *
     * @param job its service's name
     * @param instance its container's name
     * @param pid its process id
     */
    public record Target(String job, String instance, long pid) {}

    private final SignalSink sink;
    private final EpochClock clock;
    private final Supplier<? extends Iterable<Target>> targets;
    private final HardwareAbstractionLayer hardware;
    private final OperatingSystem system;
    /** Names of the disks, as the kernel's list has them. */
    private final Set<String> disks;

    private final Iterable<NetworkIF> networks;
    private final Iterable<OSFileStore> fileStores;
    private final ScheduledExecutorService timer;

    private HostMetrics(SignalSink sink, EpochClock clock, Supplier<? extends Iterable<Target>> targets) {
        this.sink = sink;
        this.clock = clock;
        this.targets = targets;
        var info = new SystemInfo();
        this.hardware = info.getHardware();
        this.system = info.getOperatingSystem();
        // Found once: looking for devices costs more than reading them.
        this.disks = hardware.getDiskStores().stream()
                .map(disk -> disk.getName().replaceFirst("^/dev/", ""))
                .collect(Collectors.toUnmodifiableSet());
        this.networks = hardware.getNetworkIFs(true);
        this.fileStores = system.getFileSystem().getFileStores(true);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "host metrics");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Start to sample at each full second.
     *
     * @param targets the processes that live at that moment
     */
    public static HostMetrics start(SignalSink sink, EpochClock clock, Supplier<? extends Iterable<Target>> targets) {
        var metrics = new HostMetrics(sink, clock, targets);
        long second = TimeUnit.SECONDS.toNanos(1);
        long untilNextSecond = second - clock.nanos() % second;
        // The task catches what it throws; nobody needs its future.
        var unused = metrics.timer.scheduleAtFixedRate(metrics::sample, untilNextSecond, second, TimeUnit.NANOSECONDS);
        return metrics;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void sample() {
        try {
            long now = clock.nanos();
            processor(now);
            memory(now);
            disks(now);
            networks(now);
            files(now);
            processes(now);
        } catch (RuntimeException e) {
            // The timer would stop for good; one second without host figures is seen by the check of coverage.
            LOG.warn("host metrics of one second could not be read", e);
        }
    }

    private void processor(long now) {
        CentralProcessor processor = hardware.getProcessor();
        double[] load = processor.getSystemLoadAverage(3);
        host(now, GAUGE, "node_load1", load[0]);
        host(now, GAUGE, "node_load5", load[1]);
        host(now, GAUGE, "node_load15", load[2]);
        host(now, COUNTER, "node_context_switches_total", processor.getContextSwitches());
        host(now, COUNTER, "node_intr_total", processor.getInterrupts());
        host(now, GAUGE, "node_boot_time_seconds", system.getSystemBootTime());
        host(now, GAUGE, "node_time_seconds", now / 1e9);
        long[][] ticks = processor.getProcessorCpuLoadTicks();
        for (int cpu = 0; cpu < ticks.length; cpu++) {
            for (TickType type : TickType.values()) {
                String mode = MODES.get(type);
                if (mode != null) {
                    // OSHI's ticks are milliseconds.
                    double seconds = ticks[cpu][type.getIndex()] / 1000.0;
                    host(now, COUNTER, "node_cpu_seconds_total", seconds, "cpu", Integer.toString(cpu), "mode", mode);
                }
            }
        }
    }

    private void memory(long now) {
        GlobalMemory memory = hardware.getMemory();
        VirtualMemory swap = memory.getVirtualMemory();
        host(now, GAUGE, "node_memory_MemTotal_bytes", memory.getTotal());
        host(now, GAUGE, "node_memory_MemAvailable_bytes", memory.getAvailable());
        host(now, GAUGE, "node_memory_SwapTotal_bytes", swap.getSwapTotal());
        host(now, GAUGE, "node_memory_SwapFree_bytes", swap.getSwapTotal() - swap.getSwapUsed());
        host(now, COUNTER, "node_vmstat_pswpin", swap.getSwapPagesIn());
        host(now, COUNTER, "node_vmstat_pswpout", swap.getSwapPagesOut());
    }

    /**
     * Emit what the kernel has counted for each disk, see its {@code Documentation/admin-guide/iostats.rst}; OSHI would look
     * for all block devices of the machine again for each disk.
     */
    private void disks(long now) {
        for (String line : FileUtil.readFile(DISK_STATISTICS)) {
            String[] fields = line.strip().split(" +", -1);
            String device = fields[2];
            if (disks.contains(device)) {
                host(now, COUNTER, "node_disk_reads_completed_total", Long.parseLong(fields[3]), "device", device);
                host(
                        now,
                        COUNTER,
                        "node_disk_read_bytes_total",
                        Long.parseLong(fields[5]) * SECTOR_BYTES,
                        "device",
                        device);
                host(now, COUNTER, "node_disk_writes_completed_total", Long.parseLong(fields[7]), "device", device);
                host(
                        now,
                        COUNTER,
                        "node_disk_written_bytes_total",
                        Long.parseLong(fields[9]) * SECTOR_BYTES,
                        "device",
                        device);
                host(now, GAUGE, "node_disk_io_now", Long.parseLong(fields[11]), "device", device);
                host(
                        now,
                        COUNTER,
                        "node_disk_io_time_seconds_total",
                        Long.parseLong(fields[12]) / 1000.0,
                        "device",
                        device);
            }
        }
    }

    private void networks(long now) {
        for (NetworkIF network : networks) {
            if (network.updateAttributes()) {
                String device = network.getName();
                host(now, COUNTER, "node_network_receive_bytes_total", network.getBytesRecv(), "device", device);
                host(now, COUNTER, "node_network_transmit_bytes_total", network.getBytesSent(), "device", device);
                host(now, COUNTER, "node_network_receive_packets_total", network.getPacketsRecv(), "device", device);
                host(now, COUNTER, "node_network_transmit_packets_total", network.getPacketsSent(), "device", device);
                host(now, COUNTER, "node_network_receive_errs_total", network.getInErrors(), "device", device);
                host(now, COUNTER, "node_network_transmit_errs_total", network.getOutErrors(), "device", device);
                host(now, COUNTER, "node_network_receive_drop_total", network.getInDrops(), "device", device);
            }
        }
        TcpStats tcp = system.getInternetProtocolStats().getTCPv4Stats();
        host(now, GAUGE, "node_netstat_Tcp_CurrEstab", tcp.getConnectionsEstablished());
        host(now, COUNTER, "node_netstat_Tcp_ActiveOpens", tcp.getConnectionsActive());
        host(now, COUNTER, "node_netstat_Tcp_PassiveOpens", tcp.getConnectionsPassive());
        host(now, COUNTER, "node_netstat_Tcp_InSegs", tcp.getSegmentsReceived());
        host(now, COUNTER, "node_netstat_Tcp_OutSegs", tcp.getSegmentsSent());
        host(now, COUNTER, "node_netstat_Tcp_RetransSegs", tcp.getSegmentsRetransmitted());
        host(now, COUNTER, "node_netstat_Tcp_InErrs", tcp.getInErrors());
        host(now, COUNTER, "node_netstat_Tcp_OutRsts", tcp.getOutResets());
        UdpStats udp = system.getInternetProtocolStats().getUDPv4Stats();
        host(now, COUNTER, "node_netstat_Udp_InDatagrams", udp.getDatagramsReceived());
        host(now, COUNTER, "node_netstat_Udp_OutDatagrams", udp.getDatagramsSent());
        host(now, COUNTER, "node_netstat_Udp_NoPorts", udp.getDatagramsNoPort());
        host(now, COUNTER, "node_netstat_Udp_InErrors", udp.getDatagramsReceivedErrors());
    }

    /** Emit figures of files; OSHI would start a program to look for the labels of file systems each time. */
    private void files(long now) {
        host(now, GAUGE, "node_filefd_allocated", system.getFileSystem().getOpenFileDescriptors());
        host(now, GAUGE, "node_filefd_maximum", system.getFileSystem().getMaxFileDescriptors());
        for (OSFileStore store : fileStores) {
            var space = new Statvfs();
            if (LibC.INSTANCE.statvfs(store.getMount(), space) == 0) {
                String[] labels = {
                    "device", store.getVolume(), "fstype", store.getType(), "mountpoint", store.getMount()
                };
                long unit = space.f_frsize.longValue();
                host(now, GAUGE, "node_filesystem_size_bytes", space.f_blocks.longValue() * unit, labels);
                host(now, GAUGE, "node_filesystem_free_bytes", space.f_bfree.longValue() * unit, labels);
                host(now, GAUGE, "node_filesystem_avail_bytes", space.f_bavail.longValue() * unit, labels);
                host(now, GAUGE, "node_filesystem_files", space.f_files.longValue(), labels);
                host(now, GAUGE, "node_filesystem_files_free", space.f_ffree.longValue(), labels);
            }
        }
    }

    private void processes(long now) {
        for (Target target : targets.get()) {
            Map<String, String> labels = Map.of("job", target.job(), "instance", target.instance());
            OSProcess process = system.getProcess(Math.toIntExact(target.pid()));
            emit(now, GAUGE, "up", process == null ? 0 : 1, labels);
            if (process != null) {
                double cpuSeconds = (process.getKernelTime() + process.getUserTime()) / 1000.0;
                emit(now, COUNTER, "process_cpu_seconds_total", cpuSeconds, labels);
                emit(now, GAUGE, "process_resident_memory_bytes", process.getResidentMemory(), labels);
                emit(now, GAUGE, "process_virtual_memory_bytes", process.getVirtualSize(), labels);
                emit(now, GAUGE, "process_open_fds", process.getOpenFiles(), labels);
                emit(now, GAUGE, "process_max_fds", process.getSoftOpenFileLimit(), labels);
                emit(now, GAUGE, "process_threads", process.getThreadCount(), labels);
                emit(now, GAUGE, "process_start_time_seconds", process.getStartTime() / 1000.0, labels);
            }
        }
    }

    /** Emit a whole number; Prometheus' values are doubles, exact up to 2^53. */
    private void host(long now, SeriesType type, String metric, long value, String... labels) {
        host(now, type, metric, (double) value, labels);
    }

    private void host(long now, SeriesType type, String metric, double value, String... labels) {
        var all = new TreeMap<>(HOST);
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        sink.sample(new Sample(new Series(metric, type, all), now, value));
    }

    private void emit(long now, SeriesType type, String metric, long value, Map<String, String> labels) {
        emit(now, type, metric, (double) value, labels);
    }

    private void emit(long now, SeriesType type, String metric, double value, Map<String, String> labels) {
        sink.sample(new Sample(new Series(metric, type, new TreeMap<>(labels)), now, value));
    }
}
