// A second verifier, made of Go's checksum database: golang.org/x/mod/sumdb/tlog and note. It reads a folder of
// `npm run trial:audit-log` and checks with them what ours has written.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// One of our logs, with proofs of it.
type ourLog struct {
	Entries   []string
	Roots     []tlog.Hash
	Inclusion []struct {
		Index, Size int64
		Proof       []tlog.Hash
	}
	Consistency []struct {
		Earlier, Size int64
		Proof         []tlog.Hash
	}
	Tiles      map[string][]byte
	Checkpoint string
	Key        string
}

func main() {
	log.SetFlags(0)
	folder := os.Args[1]
	our := read[ourLog](filepath.Join(folder, "log.json"))
	size := int64(len(our.Entries))
	log.Printf("roots: %d agree", checkRoots(our))
	for _, p := range our.Inclusion {
		must(tlog.CheckRecord(p.Proof, p.Size, our.Roots[p.Size], p.Index, tlog.RecordHash([]byte(our.Entries[p.Index]))))
	}
	log.Printf("inclusion proofs: %d hold", len(our.Inclusion))
	for _, p := range our.Consistency {
		must(tlog.CheckTree(p.Proof, p.Size, our.Roots[p.Size], p.Earlier, our.Roots[p.Earlier]))
	}
	log.Printf("consistency proofs: %d hold", len(our.Consistency))
	tree := tlog.Tree{N: size, Hash: our.Roots[size]}
	log.Printf("tiles: %d lead to the root, and every entry to them", checkTiles(our, tree))
	must(checkCheckpoint(our.Checkpoint, our.Key, tree))
	log.Printf("signed note: holds")
	log.Printf("export: %d entries lead to the signed root", checkExport(filepath.Join(folder, "export.ndjson"), our.Key))
	proved, refused := checkFiles(filepath.Join(folder, "files"))
	if proved == 0 || refused < 5 {
		log.Fatalf("only %d files of audit-service, and %d of changed tables, were there", proved, refused)
	}
	log.Printf("files of audit-service: %d are proved, and of %d of changed tables the first wrong entry is the one that ours names", proved, refused)
	writeOwn(folder)
}

// All hashes of a tree, where tlog wants them.
type storage []tlog.Hash

func (s *storage) add(n int64, hash tlog.Hash) {
	hashes, err := tlog.StoredHashesForRecordHash(n, hash, s)
	must(err)
	*s = append(*s, hashes...)
}

func (s *storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = (*s)[index]
	}
	return hashes, nil
}

func (s *storage) root(n int64) tlog.Hash {
	root, err := tlog.TreeHash(n, s)
	must(err)
	return root
}

func checkRoots(our ourLog) int {
	var all storage
	for n := range our.Roots {
		if all.root(int64(n)) != our.Roots[n] {
			log.Fatalf("the root at %d is another one", n)
		}
		if n < len(our.Entries) {
			all.add(int64(n), tlog.RecordHash([]byte(our.Entries[n])))
		}
	}
	return len(our.Roots)
}

// Our tiles, as Go's reader of the checksum database asks for them. Go's paths name the height as well.
type tileReader map[string][]byte

func (t tileReader) Height() int { return 8 }

func (t tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		found, ok := t[path]
		if !ok {
			return nil, fmt.Errorf("%s is missing", path)
		}
		data[i] = found
	}
	return data, nil
}

func (t tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

func checkTiles(our ourLog, tree tlog.Tree) int {
	reader := tlog.TileHashReader(tree, tileReader(our.Tiles))
	for n, entry := range our.Entries {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(n))})
		must(err)
		if hashes[0] != tlog.RecordHash([]byte(entry)) {
			log.Fatalf("entry %d is another one in its tile", n)
		}
	}
	return len(our.Tiles)
}

func checkCheckpoint(text, key string, tree tlog.Tree) error {
	verifier, err := note.NewVerifier(key)
	must(err)
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	if want := fmt.Sprintf("%s\n%d\n%s\n", verifier.Name(), tree.N, tree.Hash); opened.Text != want {
		return fmt.Errorf("the checkpoint says %q, not %q", opened.Text, want)
	}
	return nil
}

// The header of an export.
type header struct {
	Account    string
	Class      string
	Checkpoint string
	Statement  struct {
		Index, Size int64
		Root        tlog.Hash
		Proof       []tlog.Hash
	}
}

func checkExport(file, key string) int {
	content, err := os.ReadFile(file)
	must(err)
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	var head header
	must(json.Unmarshal(lines[0], &head))
	var all storage
	entries := 0
	for _, line := range lines {
		if bytes.HasPrefix(line, []byte(`{"seq":`)) {
			all.add(int64(entries), tlog.RecordHash(leafOf(line)))
			entries++
		}
	}
	said := head.Statement
	if int64(entries) != said.Size || all.root(said.Size) != said.Root {
		log.Fatal("the entries of the export do not lead to the root of its statement")
	}
	verifier, err := note.NewVerifier(key)
	must(err)
	opened, err := note.Open([]byte(head.Checkpoint), note.VerifierList(verifier))
	must(err)
	var size int64
	var root string
	_, err = fmt.Sscanf(strings.SplitN(opened.Text, "\n", 2)[1], "%d\n%s\n", &size, &root)
	must(err)
	hash, err := tlog.ParseHash(root)
	must(err)
	statement := canonical(map[string]any{
		"account": head.Account, "class": head.Class, "root": said.Root.String(), "size": said.Size, "version": 1,
	})
	must(tlog.CheckRecord(said.Proof, size, hash, said.Index, tlog.RecordHash(statement)))
	return entries
}

// What writeOwn writes: a log and a note of Go's, for ours to verify.
type goLog struct {
	Entries     []string
	Root        tlog.Hash
	Inclusion   [][]tlog.Hash
	Consistency [][]tlog.Hash
	Roots       []tlog.Hash
	Checkpoint  string
	Key         string
}

func writeOwn(folder string) {
	const size = 300
	var all storage
	var own goLog
	for n := range int64(size) {
		entry := fmt.Sprintf("entry %d of Go", n)
		own.Entries = append(own.Entries, entry)
		all.add(n, tlog.RecordHash([]byte(entry)))
		own.Roots = append(own.Roots, all.root(n+1))
	}
	own.Root = all.root(size)
	for n := range int64(size) {
		record, err := tlog.ProveRecord(size, n, &all)
		must(err)
		own.Inclusion = append(own.Inclusion, record)
		tree, err := tlog.ProveTree(size, n+1, &all)
		must(err)
		own.Consistency = append(own.Consistency, tree)
	}
	own.Checkpoint, own.Key = signed(fmt.Sprintf("go.example/log\n%d\n%s\n", size, own.Root))
	content, err := json.Marshal(own)
	must(err)
	must(os.WriteFile(filepath.Join(folder, "go.json"), content, 0o600))
}

func read[T any](file string) (content T) {
	bytes, err := os.ReadFile(file)
	must(err)
	must(json.Unmarshal(bytes, &content))
	return content
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
