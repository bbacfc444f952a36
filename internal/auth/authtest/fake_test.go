package authtest

import (
	"reflect"
	"strings"
	"testing"

	"usher/internal/auth"
)

func TestAFakeThatIsNotSetNamesTheCall(t *testing.T) {
	eachMethod(t, func(t *testing.T, _ *FakePool, name string, call func() error) {
		err := call()
		if auth.CodeOf(err) != auth.Internal || !strings.Contains(err.Error(), "FakePool.On"+name) {
			t.Errorf("%v, want an Internal error that names FakePool.On%s", err, name)
		}
	})
}

func TestAFakeCallsItsOwnField(t *testing.T) {
	eachMethod(t, func(t *testing.T, f *FakePool, name string, call func() error) {
		called := false
		field := reflect.ValueOf(f).Elem().FieldByName("On" + name)
		if !field.IsValid() {
			t.Fatalf("there is no field On%s", name)
		}
		field.Set(reflect.MakeFunc(field.Type(), func([]reflect.Value) []reflect.Value {
			called = true
			var out []reflect.Value
			for result := range field.Type().Outs() {
				out = append(out, reflect.Zero(result))
			}
			return out
		}))
		if err := call(); err != nil || !called {
			t.Errorf("called %t, error %v", called, err)
		}
	})
}

// eachMethod tries every method of the interface with empty arguments.
func eachMethod(t *testing.T, try func(t *testing.T, f *FakePool, name string, call func() error)) {
	t.Helper()
	for m := range reflect.TypeFor[auth.UserPool]().Methods() {
		t.Run(m.Name, func(t *testing.T) {
			f := &FakePool{}
			try(t, f, m.Name, func() error {
				in := []reflect.Value{reflect.ValueOf(t.Context())}
				for j := 1; j < m.Type.NumIn(); j++ {
					in = append(in, reflect.Zero(m.Type.In(j)))
				}
				out := reflect.ValueOf(f).MethodByName(m.Name).Call(in)
				err, _ := reflect.TypeAssert[error](out[len(out)-1])
				return err
			})
		})
	}
}
