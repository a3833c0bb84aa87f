using System.Text;

namespace Profiles.Benchmarks.Experiments;

/// <summary>A JSON array of exposures, whose users are written over in place for each request.</summary>
internal sealed class ExposureBody
{
    private const int Digits = 12;

    private readonly byte[] _bytes;
    private readonly int _itemBytes;
    private readonly int _userAt;
    private readonly int _experimentAt;

    public ExposureBody(int exposures)
    {
        Exposures = exposures;
        var zeros = new string('0', Digits);
        var item = $$"""{"userId":"u-{{zeros}}","experiment":"{{RunningExperiments.KeyOf(0)}}","variant":"a","""
            + "\"occurredAt\":\"2026-11-20T20:15:30Z\",\"dimensions\":{\"device\":\"tv\"}},";
        _itemBytes = item.Length;
        _userAt = item.IndexOf("u-", StringComparison.Ordinal) + 2;
        _experimentAt = item.IndexOf(RunningExperiments.KeyOf(0), StringComparison.Ordinal);
        _bytes = Encoding.ASCII.GetBytes("[" + string.Concat(Enumerable.Repeat(item, exposures)));
        _bytes[^1] = (byte)']';
    }

    public int Exposures { get; }

    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Makes them exposures of the users from <paramref name="first"/> on, in one experiment.</summary>
    public void Number(long first, int experiment)
    {
        var key = Encoding.ASCII.GetBytes(RunningExperiments.KeyOf(experiment));
        for (var index = 0; index < Exposures; index++)
        {
            var item = _bytes.AsSpan(1 + index * _itemBytes, _itemBytes);
            key.CopyTo(item[_experimentAt..]);
            var digits = item.Slice(_userAt, Digits);
            var number = first + index;
            for (var at = digits.Length - 1; at >= 0; at--, number /= 10) digits[at] = (byte)('0' + number % 10);
        }
    }
}
