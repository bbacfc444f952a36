// Package bench measures the whole server below the socket: middleware, transport, guard,
// directive, flow, adapter and embedded pool, as server.go wires them. It holds benchmarks only;
// compare figures within one run, never between machines.
//
//	go test -bench . -benchmem ./bench
package bench
