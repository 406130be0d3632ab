package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// What ours says of a file: the entries of which the first is wrong, or nothing where it is proved.
type verdict struct {
	Key   string
	Wrong *struct{ From, To int64 }
}

// Files that audit-service made of real tables, also of such that somebody had changed: we must say of each what ours says.
func checkFiles(folder string) (proved, refused int) {
	names, err := filepath.Glob(filepath.Join(folder, "*.ndjson"))
	must(err)
	for _, name := range names {
		ours := read[verdict](strings.TrimSuffix(name, ".ndjson") + ".json")
		content, err := os.ReadFile(name)
		must(err)
		wrong := firstWrong(bytes.Split(bytes.TrimSpace(content), []byte("\n")))
		switch {
		case ours.Wrong == nil:
			checkExport(name, ours.Key)
			proved++
		case wrong < ours.Wrong.From || wrong > ours.Wrong.To:
			log.Fatalf("%s: the first wrong entry is %d, and ours says %v", name, wrong, *ours.Wrong)
		default:
			refused++
		}
		if ours.Wrong == nil && wrong != 0 {
			log.Fatalf("%s: entry %d is wrong, and ours says that none is", name, wrong)
		}
	}
	return proved, refused
}

// The number of the first entry of a file that is not what its leaf says, that is missing or comes again; 0 where none is.
func firstWrong(lines [][]byte) int64 {
	var head header
	must(json.Unmarshal(lines[0], &head))
	leaves := leavesOf(lines)
	next := int64(1)
	for _, line := range lines {
		if !bytes.HasPrefix(line, []byte(`{"seq":`)) {
			continue
		}
		var entry struct{ Seq int64 }
		must(json.Unmarshal(line, &entry))
		if entry.Seq != next {
			return min(entry.Seq, next)
		}
		if leaf, known := leaves[next-1]; !known || leaf != tlog.RecordHash(leafOf(line)) {
			return next
		}
		next++
	}
	if next-1 != head.Statement.Size {
		return next
	}
	return 0
}

// The hashes of the leaves, as the tiles of the file have them.
func leavesOf(lines [][]byte) map[int64]tlog.Hash {
	leaves := map[int64]tlog.Hash{}
	for _, line := range lines {
		if !bytes.HasPrefix(line, []byte(`{"tile":`)) {
			continue
		}
		var one struct{ Tile, Hashes string }
		must(json.Unmarshal(line, &one))
		tile, err := tlog.ParseTilePath(strings.Replace(one.Tile, "tile/", "tile/8/", 1))
		must(err)
		hashes, err := base64.StdEncoding.DecodeString(one.Hashes)
		must(err)
		for n := 0; tile.L == 0 && n < tile.W; n++ {
			leaves[tile.N*256+int64(n)] = tlog.Hash(hashes[n*tlog.HashSize : (n+1)*tlog.HashSize])
		}
	}
	return leaves
}
