package localpool

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

func TestMemoryStore(t *testing.T) {
	runStore(t, func(t *testing.T) store { return mustStore(t, "") })
}

func TestBoltStore(t *testing.T) {
	runStore(t, func(t *testing.T) store { return mustStore(t, t.TempDir()) })
}

func mustStore(t *testing.T, dir string) store {
	t.Helper()
	s, err := openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.close() })
	return s
}

// runStore is what every store must pass.
func runStore(t *testing.T, open func(*testing.T) store) {
	put := func(t *testing.T, s store, key, value string) {
		t.Helper()
		if err := s.update(func(t tx) error { return t.put(bucketUsers, key, []byte(value)) }); err != nil {
			t.Fatal(err)
		}
	}
	all := func(t *testing.T, s store) []string {
		t.Helper()
		var found []string
		err := s.view(func(t tx) error {
			return t.each(bucketUsers, func(key string, value []byte) error {
				found = append(found, key+"="+string(value))
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	want := func(t *testing.T, s store, records ...string) {
		t.Helper()
		if diff := cmp.Diff(records, all(t, s)); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
	}
	t.Run("keeps what it is given, in order", func(t *testing.T) {
		s := open(t)
		put(t, s, "b", "2")
		put(t, s, "a", "1")
		put(t, s, "c", "")
		want(t, s, "a=1", "b=2", "c=")
		put(t, s, "a", "3")
		want(t, s, "a=3", "b=2", "c=")
	})
	t.Run("a write transaction sees its own changes", func(t *testing.T) {
		s := open(t)
		put(t, s, "gone", "x")
		err := s.update(func(inner tx) error {
			if err := inner.put(bucketUsers, "new", []byte("y")); err != nil {
				return err
			}
			if err := inner.remove(bucketUsers, "gone"); err != nil {
				return err
			}
			if _, found, err := inner.get(bucketUsers, "gone"); err != nil || found {
				t.Errorf("removed record: found %v, error %v", found, err)
			}
			value, found, err := inner.get(bucketUsers, "new")
			if err != nil || !found || string(value) != "y" {
				t.Errorf("new record: %q, found %v, error %v", value, found, err)
			}
			return inner.each(bucketUsers, func(key string, _ []byte) error {
				if key != "new" {
					t.Errorf("met %q", key)
				}
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		want(t, s, "new=y")
	})
	t.Run("a failed write leaves no trace", func(t *testing.T) {
		s := open(t)
		put(t, s, "a", "1")
		failure := errors.New("refused")
		err := s.update(func(t tx) error {
			return errors.Join(t.put(bucketUsers, "a", []byte("2")), t.put(bucketUsers, "b", nil), t.remove(bucketUsers, "a"), failure)
		})
		if !errors.Is(err, failure) {
			t.Errorf("error %v", err)
		}
		want(t, s, "a=1")
	})
	t.Run("a panic leaves no trace and no lock", func(t *testing.T) {
		s := open(t)
		func() {
			defer func() { _ = recover() }()
			_ = s.update(func(t tx) error {
				_ = t.put(bucketUsers, "a", []byte("1"))
				panic("broken")
			})
		}()
		put(t, s, "b", "2")
		want(t, s, "b=2")
	})
	t.Run("a view cannot write", func(t *testing.T) {
		s := open(t)
		err := s.view(func(t tx) error { return t.put(bucketUsers, "a", nil) })
		if !errors.Is(err, errReadOnly) {
			t.Errorf("put: %v", err)
		}
		if err := s.view(func(t tx) error { return t.remove(bucketUsers, "a") }); !errors.Is(err, errReadOnly) {
			t.Errorf("remove: %v", err)
		}
	})
	t.Run("values belong to the caller", func(t *testing.T) {
		s := open(t)
		mine := []byte("mine")
		var got []byte
		err := s.update(func(t tx) error { return t.put(bucketUsers, "a", mine) })
		copy(mine, "XXXX")
		err = errors.Join(err, s.view(func(t tx) (err error) {
			got, _, err = t.get(bucketUsers, "a")
			return err
		}))
		if err != nil {
			t.Fatal(err)
		}
		copy(got, "YYYY")
		want(t, s, "a=mine")
	})
	t.Run("buckets do not share keys", func(t *testing.T) {
		s := open(t)
		put(t, s, "a", "1")
		_ = s.view(func(inner tx) error {
			if _, found, err := inner.get(bucketAliases, "a"); found || err != nil {
				t.Errorf("found %v, error %v", found, err)
			}
			return nil
		})
	})
	t.Run("writes run one at a time", func(t *testing.T) {
		s := open(t)
		const writers, rounds = 8, 10
		var group sync.WaitGroup
		for range writers {
			group.Go(func() {
				for range rounds {
					err := s.update(func(t tx) error {
						count, _, err := load[int](t, bucketMeta, "count")
						if err != nil {
							return err
						}
						return save(t, bucketMeta, "count", count+1)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		_ = s.view(func(inner tx) error {
			if count, _, err := load[int](inner, bucketMeta, "count"); err != nil || count != writers*rounds {
				t.Errorf("count %d, error %v", count, err)
			}
			return nil
		})
	})
}

func TestBoltStoreNoticesARecordUnderAnotherKey(t *testing.T) {
	dir := t.TempDir()
	s := mustStore(t, dir)
	if err := s.update(func(t tx) error { return t.put(bucketUsers, "ada", []byte(`{"Username":"ada"}`)) }); err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(filepath.Join(dir, fileName), fileMode, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(t *bbolt.Tx) error {
		users := t.Bucket([]byte(bucketUsers))
		return users.Put([]byte("eve"), append([]byte{}, users.Get([]byte("ada"))...))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := openStore(dir); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("open: %v", err)
	}
}

func TestOpenNamesAVersionItDoesNotKnow(t *testing.T) {
	for _, c := range []struct {
		name    string
		version int
		want    string
	}{
		{"newer", schemaVersion + 1, fmt.Sprintf("made by a newer version (schema %d, known up to %d)", schemaVersion+1, schemaVersion)},
		{"none", 0, "damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			s := mustStore(t, dir)
			err := s.update(func(t tx) error { return save(t, bucketMeta, schemaKey, c.version) })
			if err := errors.Join(err, s.close()); err != nil {
				t.Fatal(err)
			}
			_, err = openStore(dir)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), filepath.Join(dir, fileName)) {
				t.Errorf("open: %v, want %q", err, c.want)
			}
		})
	}
}
