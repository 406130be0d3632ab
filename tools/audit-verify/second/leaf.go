package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"golang.org/x/mod/sumdb/note"
)

// The leaf of an entry (docs/guides/audit-proofs.md): ids and texts stand in it as their hashes.
func leafOf(line []byte) []byte {
	var entry struct {
		Seq    int64
		Fields map[string]any
	}
	must(json.Unmarshal(line, &entry))
	for name, field := range entry.Fields {
		if list, ok := field.([]any); ok {
			for i := range list {
				list[i] = committed(list[i])
			}
		} else {
			entry.Fields[name] = committed(field)
		}
	}
	return canonical(map[string]any{"fields": entry.Fields, "seq": entry.Seq, "version": 1})
}

func committed(value any) any {
	object, ok := value.(map[string]any)
	if !ok {
		return value
	}
	if id, ok := object["id"].(string); ok {
		hash := sha256.Sum256([]byte(id))
		return map[string]any{"idHash": base64.StdEncoding.EncodeToString(hash[:])}
	}
	if text, ok := object["text"].(string); ok {
		salt, err := base64.StdEncoding.DecodeString(object["salt"].(string))
		must(err)
		hash := sha256.Sum256(append(salt, text...))
		return map[string]any{"textHash": base64.StdEncoding.EncodeToString(hash[:])}
	}
	return object
}

// RFC 8785, for the values of the trial: Go sorts the names of a map, and numbers are small integers.
func canonical(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(value))
	return bytes.TrimSpace(text.Bytes())
}

func signed(text string) (message, key string) {
	secret, key, err := note.GenerateKey(rand.Reader, "go.example/log")
	must(err)
	signer, err := note.NewSigner(secret)
	must(err)
	content, err := note.Sign(&note.Note{Text: text}, signer)
	must(err)
	return string(content), key
}
