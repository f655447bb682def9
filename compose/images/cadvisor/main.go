// Command cadvisor exports the containers of a Docker engine to Prometheus, with the parts and flags of cAdvisor that the
// compose file needs. cAdvisor's own command is a module of its own that the Go module proxy does not serve; the measuring
// parts are in its main module, and this command joins them as that one does.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/google/cadvisor/cache/memory"
	"github.com/google/cadvisor/container"
	_ "github.com/google/cadvisor/container/docker/install"
	v2 "github.com/google/cadvisor/info/v2"
	"github.com/google/cadvisor/manager"
	"github.com/google/cadvisor/metrics"
	"github.com/google/cadvisor/storage"
	"github.com/google/cadvisor/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"
)

// What the published command leaves out unless it is told otherwise.
const disabledByDefault = "advtcp,cpu_topology,cpuset,hugetlb,memory_numa,process,referenced_memory,resctrl,sched,tcp,udp"

func main() {
	klog.InitFlags(nil)
	disabled := container.MetricSet{}
	if err := disabled.Set(disabledByDefault); err != nil {
		klog.Exit(err)
	}
	var (
		address   = flag.String("listen_ip", "", "IP to listen on, all by default")
		port      = flag.Int("port", 8080, "port to listen on")
		storeAll  = flag.Bool("store_container_labels", true, "turn every container label into a label of its series")
		whitelist = flag.String("whitelisted_container_labels", "", "container labels, separated by commas, that become labels of the series when store_container_labels is false")
		retention = flag.Duration("storage_duration", 2*time.Minute, "how long to keep data")
	)
	flag.Var(&disabled, "disable_metrics", "metric kinds to leave out, separated by commas")
	flag.Parse()

	included := container.AllMetrics.Difference(disabled)
	containers, err := manager.New(memory.New(*retention, []storage.StorageDriver{}), sysfs.NewRealSysFs(),
		manager.HousekeepingConfigFlags, included, http.DefaultClient, []string{""}, []string{""}, "", 0)
	if err != nil {
		klog.Exitf("cannot watch the containers: %v", err)
	}
	if err := containers.Start(); err != nil {
		klog.Exitf("cannot watch the containers: %v", err)
	}

	labels := metrics.DefaultContainerLabels
	if !*storeAll {
		labels = metrics.BaseContainerLabels(strings.Split(*whitelist, ","))
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(registry(containers, labels, included),
		promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-stop
		if err := containers.Stop(); err != nil {
			klog.Errorf("cannot end watching: %v", err)
		}
		klog.Flush()
		os.Exit(0)
	}()
	klog.Exit(http.ListenAndServe(net.JoinHostPort(*address, strconv.Itoa(*port)), mux))
}

func registry(containers manager.Manager, labels metrics.ContainerLabelsFunc, included container.MetricSet) *prometheus.Registry {
	newest := v2.RequestOptions{IdType: v2.TypeName, Count: 1, Recursive: true}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		metrics.NewPrometheusCollector(containers, labels, included, clock.RealClock{}, newest),
		metrics.NewPrometheusMachineCollector(containers, included),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return registry
}
