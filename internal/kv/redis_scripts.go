package kv

import "github.com/redis/go-redis/v9"

// scripts are the calls that Redis has no command for. A script is atomic, and go-redis sends its
// text only to a server that has not seen it yet.
type scripts struct {
	count, swap, remove, spend, refund *redis.Script
}

func newScripts() scripts {
	return scripts{
		// The life is set where there is none, and not only at the first count, so that no
		// counter can live forever.
		count: redis.NewScript(`
local n = redis.call('INCR', KEYS[1])
if redis.call('PTTL', KEYS[1]) < 0 then
	redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return n`),
		swap: redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
	return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`),
		remove: redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
	return 0
end
return redis.call('DEL', KEYS[1])`),
		spend: redis.NewScript(spendScript), refund: redis.NewScript(refundScript),
	}
}
