package jose_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/jose"
)

func TestObjectReadsTypes(t *testing.T) {
	object, err := jose.ParseObject([]byte(`{"text":"a\u00e9","texts":["a","\n"],"none":[],"yes":true,"no":false,"number":-1.5e3}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, present, err := object.String("text"); got != "aé" || !present || err != nil {
		t.Errorf("String = %q, %t, %v", got, present, err)
	}
	got, present, err := object.Strings("texts")
	if diff := cmp.Diff([]string{"a", "\n"}, got); diff != "" || !present || err != nil {
		t.Errorf("Strings = %q, %t, %v", got, present, err)
	}
	if got, present, err := object.Strings("none"); len(got) != 0 || !present || err != nil {
		t.Errorf("Strings = %q, %t, %v", got, present, err)
	}
	if got, present, err := object.Bool("yes"); !got || !present || err != nil {
		t.Errorf("Bool = %t, %t, %v", got, present, err)
	}
	if got, present, err := object.Bool("no"); got || !present || err != nil {
		t.Errorf("Bool = %t, %t, %v", got, present, err)
	}
	if got, present, err := object.Number("number"); got != "-1.5e3" || !present || err != nil {
		t.Errorf("Number = %q, %t, %v", got, present, err)
	}
}

// TestObjectRefusesOtherTypes pairs every reader with every type: each reads
// its own type, reports absence, and gives an error for anything else.
func TestObjectRefusesOtherTypes(t *testing.T) {
	object, err := jose.ParseObject([]byte(
		`{"string":"true","array":["1"],"mixed":["a",1],"bool":true,"number":1,"null":null,"object":{"a":"b"}}`))
	if err != nil {
		t.Fatal(err)
	}
	readers := []struct {
		own  string
		read func(string) (bool, error)
	}{
		{"string", func(name string) (bool, error) { _, present, err := object.String(name); return present, err }},
		{"array", func(name string) (bool, error) { _, present, err := object.Strings(name); return present, err }},
		{"bool", func(name string) (bool, error) { _, present, err := object.Bool(name); return present, err }},
		{"number", func(name string) (bool, error) { _, present, err := object.Number(name); return present, err }},
	}
	for _, reader := range readers {
		t.Run(reader.own, func(t *testing.T) {
			for name := range object {
				present, err := reader.read(name)
				if !present {
					t.Errorf("%s: absent", name)
				}
				if own := name == reader.own; own != (err == nil) || !own && !errors.Is(err, jose.ErrMalformed) {
					t.Errorf("%s: error = %v", name, err)
				}
			}
			if present, err := reader.read("absent"); present || err != nil {
				t.Errorf("absent: %t, %v", present, err)
			}
		})
	}
}
