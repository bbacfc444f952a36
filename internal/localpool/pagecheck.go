package localpool

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// The layout of a bbolt file (version 2), in the byte order of the machine that wrote it: pages of one size, each with a
// header of 16 bytes (id 8, flags 2, count 2, overflow 4), pages 0 and 1 with a meta record after it, and elements of 16
// bytes after the header of branch and leaf pages.
const (
	pageHeader  = 16
	metaBytes   = 64
	elementSize = 16
	bucketBytes = 16
	freeIDBytes = 8

	fileMagic, fileVersion = 0xED0CDAED, 2

	branchPage, leafPage, freelistPage = 0x01, 0x02, 0x10
	bucketElement                      = 0x01

	manyFree   = 0xFFFF     // count of a freelist whose real count stands in its first entry
	noFreelist = ^uint64(0) // the freelist was not written

	minPageBytes, maxPageBytes = 1 << 10, 1 << 24
)

// pageFile walks a bbolt file by plain reads. bbolt trusts every offset it finds in its memory map: a flipped bit can take
// it past the map or round in circles, which ends the process where no recover helps. So nothing is handed to it whose
// pages do not stay within their bounds or are met twice.
type pageFile struct {
	from      io.ReaderAt
	pageBytes uint64
	pages     uint64
	seen      map[uint64]bool
	todo      []uint64
}

// checkPages reads every page in use.
func checkPages(from io.ReaderAt, size int64) error {
	meta, err := newestMeta(from)
	if err != nil {
		return err
	}
	f := &pageFile{from: from, pageBytes: uint64(binary.NativeEndian.Uint32(meta[8:])), pages: binary.NativeEndian.Uint64(meta[40:]), seen: map[uint64]bool{}}
	if f.pages > uint64(max(size, 0))/f.pageBytes {
		return fmt.Errorf("%d bytes long where %d pages of %d bytes are in use", size, f.pages, f.pageBytes)
	}
	if freelist := binary.NativeEndian.Uint64(meta[32:]); freelist != noFreelist {
		if err := f.freelist(freelist); err != nil {
			return err
		}
	}
	f.todo = []uint64{binary.NativeEndian.Uint64(meta[16:])}
	for len(f.todo) > 0 {
		id := f.todo[len(f.todo)-1]
		f.todo = f.todo[:len(f.todo)-1]
		page, err := f.page(id)
		if err != nil {
			return err
		}
		if err := f.elements(page, id, true); err != nil {
			return err
		}
	}
	return nil
}

// newestMeta returns the valid meta record of the later transaction, as bbolt chooses it.
func newestMeta(from io.ReaderAt) ([]byte, error) {
	var newest []byte
	positions := []int64{0}
	for size := int64(minPageBytes); size <= maxPageBytes; size *= 2 {
		positions = append(positions, size)
	}
	for _, position := range positions {
		meta := make([]byte, metaBytes)
		if _, err := from.ReadAt(meta, position+pageHeader); err != nil {
			continue
		}
		pageBytes := int64(binary.NativeEndian.Uint32(meta[8:]))
		valid := binary.NativeEndian.Uint32(meta) == fileMagic && binary.NativeEndian.Uint32(meta[4:]) == fileVersion &&
			pageBytes >= minPageBytes && pageBytes <= maxPageBytes && (position == 0 || position == pageBytes)
		sum := fnv.New64a()
		_, _ = sum.Write(meta[:56])
		if !valid || sum.Sum64() != binary.NativeEndian.Uint64(meta[56:]) {
			continue
		}
		if newest == nil || binary.NativeEndian.Uint64(meta[48:]) > binary.NativeEndian.Uint64(newest[48:]) {
			newest = meta
		}
	}
	if newest == nil {
		return nil, errors.New("it has no valid first page")
	}
	return newest, nil
}

// page reads a page with its overflow and takes note of it.
func (f *pageFile) page(id uint64) ([]byte, error) {
	if id < 2 || id >= f.pages {
		return nil, fmt.Errorf("page %d lies outside the file", id)
	}
	header := make([]byte, pageHeader)
	if _, err := f.from.ReadAt(header, int64(id*f.pageBytes)); err != nil { //nolint:gosec // G115: id is below pages, and pages fit the file
		return nil, err
	}
	overflow := uint64(binary.NativeEndian.Uint32(header[12:]))
	if binary.NativeEndian.Uint64(header) != id || overflow >= f.pages-id {
		return nil, fmt.Errorf("page %d has a wrong header", id)
	}
	for one := id; one <= id+overflow; one++ {
		if f.seen[one] {
			return nil, fmt.Errorf("page %d is used twice", one)
		}
		f.seen[one] = true
	}
	page := make([]byte, (overflow+1)*f.pageBytes)
	_, err := f.from.ReadAt(page, int64(id*f.pageBytes)) //nolint:gosec // G115: as above
	return page, err
}

func (f *pageFile) freelist(id uint64) error {
	page, err := f.page(id)
	if err != nil {
		return err
	}
	entries := page[pageHeader:]
	count, room := uint64(binary.NativeEndian.Uint16(page[10:])), uint64(len(entries))/freeIDBytes
	if count == manyFree {
		count, room, entries = binary.NativeEndian.Uint64(entries), room-1, entries[freeIDBytes:]
	}
	if binary.NativeEndian.Uint16(page[8:]) != freelistPage || count > room {
		return fmt.Errorf("page %d is no list of free pages", id)
	}
	for i := range count {
		if free := binary.NativeEndian.Uint64(entries[i*freeIDBytes:]); free < 2 || free >= f.pages {
			return fmt.Errorf("free page %d lies outside the file", free)
		}
	}
	return nil
}

// elements checks that keys and values lie within their page, and queues the pages that it leads to. A small bucket is a
// page within a value, which leads nowhere.
func (f *pageFile) elements(page []byte, id uint64, whole bool) error {
	flags, count := binary.NativeEndian.Uint16(page[8:]), uint64(binary.NativeEndian.Uint16(page[10:]))
	branch := flags == branchPage && whole
	size := uint64(len(page))
	if (!branch && flags != leafPage) || pageHeader+count*elementSize > size || (branch && count == 0) {
		return fmt.Errorf("page %d is neither branch nor leaf", id)
	}
	for i := range count {
		at := pageHeader + i*elementSize
		element := page[at : at+elementSize]
		first, second, third := binary.NativeEndian.Uint32(element), binary.NativeEndian.Uint32(element[4:]), binary.NativeEndian.Uint32(element[8:])
		if branch {
			if at+uint64(first)+uint64(second) > size {
				return fmt.Errorf("page %d has a key outside itself", id)
			}
			f.todo = append(f.todo, binary.NativeEndian.Uint64(element[8:]))
			continue
		}
		value := at + uint64(second) + uint64(third)
		end := value + uint64(binary.NativeEndian.Uint32(element[12:]))
		if end > size {
			return fmt.Errorf("page %d has a record outside itself", id)
		}
		if first&bucketElement == 0 {
			continue
		}
		if !whole {
			// This package makes no bucket within a bucket, so a nesting without end needs no thought.
			return fmt.Errorf("page %d nests buckets", id)
		}
		if err := f.bucket(page[value:end], id); err != nil {
			return err
		}
	}
	return nil
}

func (f *pageFile) bucket(value []byte, id uint64) error {
	if len(value) < bucketBytes {
		return fmt.Errorf("page %d has a bucket without a root", id)
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		f.todo = append(f.todo, root)
		return nil
	}
	if len(value) < bucketBytes+pageHeader {
		return fmt.Errorf("page %d has a bucket without a page", id)
	}
	return f.elements(value[bucketBytes:], id, false)
}
