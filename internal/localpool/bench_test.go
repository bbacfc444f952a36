package localpool

import "testing"

// BenchmarkSignIn is a password sign-in through the handler at the production cost of argon2id.
func BenchmarkSignIn(b *testing.B) {
	for name, edit := range map[string]func(*Options){
		"memory": func(o *Options) { o.Hash = HashCost{} },
		"file":   func(o *Options) { o.Hash, o.Dir = HashCost{}, b.TempDir() },
		// With the hash made cheap, what is left is the pool's own work.
		"file, cheap hash": func(o *Options) { o.Dir = b.TempDir() },
	} {
		b.Run(name, func(b *testing.B) {
			rig := newBench(b, edit)
			rig.newUser()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rig.signIn(benchUser, benchPassword); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
