package mailbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	journalName = "mailbox.jsonl"
	rewriteName = "mailbox.jsonl.new"

	// Codes stand in the file in clear: it is the owner's alone.
	journalMode = 0o600
	folderMode  = 0o700

	// compactAtLines bounds the file while the process runs.
	compactAtLines = 4 * maxMessages

	// maxLineBytes holds every line that append can have written: JSON may need
	// six bytes for one ("\u0000"), and the rest is names, quotes and the time.
	maxLineBytes = 6*(maxTextBytes+5*maxFieldBytes) + 1<<10
)

// journal is the mailbox on disk: one JSON message a line, oldest first.
type journal struct {
	root  *os.Root
	file  *os.File
	size  int64 // bytes known to be whole lines
	lines int
	fault error // set when the end of the file is no longer known to be whole
}

// openJournal reads what the folder holds and leaves a file of whole lines, at
// most keep of them, open for appending.
func openJournal(dir string, keep int) (*journal, []Message, error) {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, nil, fmt.Errorf("mailbox: create the folder (USHER_LOCAL_DATA): %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("mailbox: open the folder (USHER_LOCAL_DATA): %w", err)
	}
	j := &journal{root: root}
	messages, tidy, err := j.read(keep)
	if err == nil && tidy {
		err = j.reopen(len(messages))
	} else if err == nil {
		err = j.rewrite(messages)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("mailbox: %s: %w", filepath.Join(dir, journalName), errors.Join(err, j.close()))
	}
	return j, messages, nil
}

// read returns the newest keep messages in the file. tidy is false when the
// file must be rewritten before use: it is missing, holds more than keep, or
// its last line was cut off by a crash. That message's Put never returned, so
// nobody was promised it. A bad line with good ones after it is no crash, and
// is an error rather than a silent loss.
func (j *journal) read(keep int) (messages []Message, tidy bool, err error) {
	file, err := j.root.Open(journalName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	defer file.Close() //nolint:errcheck // read only: nothing can be lost

	tidy = true
	badLine := 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLineBytes)
	lines.Split(splitLines)
	for number := 1; lines.Scan(); number++ {
		if badLine != 0 {
			return nil, false, fmt.Errorf("line %d is not a message: repair or delete the file", badLine)
		}
		line, terminated := bytes.CutSuffix(lines.Bytes(), []byte("\n"))
		var msg Message
		if !terminated || json.Unmarshal(line, &msg) != nil || msg.check() != nil {
			badLine = number
			continue
		}
		messages = append(messages, msg)
		if len(messages) > keep {
			messages, tidy = messages[1:], false
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, false, errors.New("a line is longer than any message: repair or delete the file")
	}
	return messages, tidy && badLine == 0, lines.Err()
}

// splitLines is bufio.ScanLines but keeps the line's end, which tells a whole
// last line from a torn one.
func splitLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i+1], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// append writes one line and waits until the disk has it. A failed write is cut
// off again, so that the next line never joins a torn one.
func (j *journal) append(msg Message) error {
	if j.fault != nil {
		return j.fault
	}
	line, err := json.Marshal(msg)
	if err != nil {
		return fmt.Errorf("encode the message: %w", err)
	}
	line = append(line, '\n')
	_, err = j.file.WriteAt(line, j.size)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		if cutErr := j.file.Truncate(j.size); cutErr != nil {
			j.fault = fmt.Errorf("the journal can no longer be written, restart once the disk is well: %w", errors.Join(err, cutErr))
			return j.fault
		}
		return fmt.Errorf("write the journal (is the disk full?): %w", err)
	}
	j.size += int64(len(line))
	j.lines++
	return nil
}

// rewrite replaces the file by one that holds exactly these messages. Readers
// of the folder see the old file or the new one, never half of either. When it
// fails it is unknown which of the two later lines would go to, so none may.
func (j *journal) rewrite(messages []Message) error {
	var content bytes.Buffer
	encoder := json.NewEncoder(&content)
	for _, msg := range messages {
		if err := encoder.Encode(msg); err != nil {
			return fmt.Errorf("encode the journal: %w", err)
		}
	}
	err := j.writeWhole(content.Bytes())
	if err == nil {
		err = j.reopen(len(messages))
	}
	if err != nil {
		j.fault = fmt.Errorf("the journal could not be compacted, restart once the disk is well: %w", err)
	}
	return j.fault
}

func (j *journal) writeWhole(content []byte) error {
	file, err := j.root.OpenFile(rewriteName, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, journalMode)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := j.root.Rename(rewriteName, journalName); err != nil {
		return err
	}
	// The rename itself is durable only once the folder is.
	folder, err := j.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// reopen takes the file under journalName, known to hold this many whole lines,
// as the one to append to.
func (j *journal) reopen(lines int) error {
	file, err := j.root.OpenFile(journalName, os.O_RDWR, journalMode)
	if err != nil {
		return fmt.Errorf("open for appending: %w", err)
	}
	info, err := file.Stat()
	if err == nil {
		err = file.Chmod(journalMode)
	}
	if err != nil {
		return fmt.Errorf("open for appending: %w", errors.Join(err, file.Close()))
	}
	previous := j.file
	j.file, j.size, j.lines = file, info.Size(), lines
	if previous != nil {
		return previous.Close()
	}
	return nil
}

func (j *journal) close() error {
	var err error
	if j.file != nil {
		err = j.file.Close()
	}
	return errors.Join(err, j.root.Close())
}
