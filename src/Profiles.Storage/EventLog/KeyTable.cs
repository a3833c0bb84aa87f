namespace Profiles.Storage.EventLog;

/// <summary>
/// Dedupe keys of one segment with their sequences: open addressing, linear probing, at most 3/4 full, 20 bytes a slot.
/// Written by the log's writer only.
/// </summary>
internal sealed class KeyTable
{
    private const int LeastSlots = 1 << 10;

    private long _baseSequence;
    private UInt128[] _keys;
    private uint[] _deltas;

    /// <param name="baseSequence">One less than the first sequence, so that 0 marks a free slot.</param>
    public KeyTable(long baseSequence, int expectedKeys)
    {
        _baseSequence = baseSequence;
        var slots = LeastSlots;
        while (slots / 4 * 3 < expectedKeys)
            slots *= 2;
        _keys = new UInt128[slots];
        _deltas = new uint[slots];
    }

    public int Count { get; private set; }

    /// <summary>Empties it for another segment and keeps its size.</summary>
    public void Reset(long baseSequence)
    {
        _baseSequence = baseSequence;
        Array.Clear(_deltas);
        Count = 0;
    }

    /// <summary>0 when the key was not there and now is; else the sequence that it has.</summary>
    public long FindOrAdd(UInt128 key, long sequence)
    {
        if (Count >= _keys.Length / 4 * 3)
            Grow();
        var slot = Probe(key);
        if (_deltas[slot] != 0)
            return _baseSequence + _deltas[slot];
        _keys[slot] = key;
        _deltas[slot] = checked((uint)(sequence - _baseSequence));
        Count++;
        return 0;
    }

    /// <summary>The key's sequence, or 0.</summary>
    public long Find(UInt128 key)
    {
        var delta = _deltas[Probe(key)];
        return delta == 0 ? 0 : _baseSequence + delta;
    }

    /// <summary>Closes the gap behind it, so that probing never meets a hole in a chain.</summary>
    public void Remove(UInt128 key)
    {
        var mask = _keys.Length - 1;
        var hole = Probe(key);
        if (_deltas[hole] == 0)
            return;
        Count--;
        for (var next = (hole + 1) & mask; _deltas[next] != 0; next = (next + 1) & mask)
        {
            var home = Home(_keys[next]);
            if (((next - home) & mask) < ((next - hole) & mask))
                continue;
            _keys[hole] = _keys[next];
            _deltas[hole] = _deltas[next];
            hole = next;
        }

        _deltas[hole] = 0;
    }

    /// <summary>The keys in ascending order, each with its sequence less <c>baseSequence</c>.</summary>
    public (UInt128[] Keys, uint[] Deltas) ToSorted()
    {
        var keys = new UInt128[Count];
        var deltas = new uint[Count];
        var count = 0;
        for (var slot = 0; slot < _keys.Length; slot++)
        {
            if (_deltas[slot] == 0)
                continue;
            keys[count] = _keys[slot];
            deltas[count++] = _deltas[slot];
        }

        Array.Sort(keys, deltas);
        return (keys, deltas);
    }

    internal static ulong Mix(UInt128 key)
    {
        var x = ((ulong)key ^ ((ulong)(key >> 64) * 0x9E37_79B9_7F4A_7C15)) * 0xFF51_AFD7_ED55_8CCD;
        return (x ^ (x >> 32)) * 0xC4CE_B9FE_1A85_EC53;
    }

    private int Home(UInt128 key) => (int)(Mix(key) >> 33) & (_keys.Length - 1);

    private int Probe(UInt128 key)
    {
        var mask = _keys.Length - 1;
        var slot = Home(key);
        while (_deltas[slot] != 0 && _keys[slot] != key)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var keys = _keys;
        var deltas = _deltas;
        _keys = new UInt128[keys.Length * 2];
        _deltas = new uint[keys.Length * 2];
        for (var i = 0; i < keys.Length; i++)
        {
            if (deltas[i] == 0)
                continue;
            var slot = Probe(keys[i]);
            _keys[slot] = keys[i];
            _deltas[slot] = deltas[i];
        }
    }
}
