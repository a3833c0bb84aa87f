using Profiles.Core.Events;

namespace Profiles.Core.Tests.Events;

public sealed class RatingLineTests
{
    [Theory]
    [InlineData("007::0054890::9::1381945744")]
    [InlineData("007,0054890,9,1381945744")]
    [InlineData("007\t0054890\t9.0\t1381945744")]
    public void TryParse_WhenALineIsWhole_GivesTheEventOfTheContract(string line)
    {
        Assert.True(
            RatingLine.TryParse(line, 0, 10, EventLimits.Default, EventText.Now, out var e, out var rejection),
            rejection?.Reason);

        Assert.Equal(
            new ViewingEvent
            {
                Id = "rating:007:0054890", UserId = "007", ContentId = "0054890", Type = ViewingEventType.Complete,
                OccurredAtUnixMs = 1_381_945_744_000, Value = 0.9,
            },
            e);
    }

    [Theory]
    [InlineData("", RejectionCodes.MalformedLine)]
    [InlineData("1::2::3", RejectionCodes.MalformedLine)]
    [InlineData("1::2::3::1381945744::5", RejectionCodes.MalformedLine)]
    [InlineData("1::2::good::1381945744", RejectionCodes.MalformedLine)]
    [InlineData("1::2::3::yesterday", RejectionCodes.MalformedLine)]
    [InlineData("1\0::2::3::1381945744", RejectionCodes.MalformedLine)]
    [InlineData("::2::3::1381945744", RejectionCodes.EmptyId)]
    [InlineData("1::2::11::1381945744", RejectionCodes.NumberOutOfRange)]
    [InlineData("1::2::NaN::1381945744", RejectionCodes.NumberOutOfRange)]
    [InlineData("1::2::3::9223372036854775807", RejectionCodes.TimeOutOfRange)]
    [InlineData("1::2::3::1", RejectionCodes.TimeOutOfRange)]
    public void TryParse_WhenALineIsBad_NamesTheLine(string line, string code)
    {
        Assert.False(RatingLine.TryParse(line, 41, 10, EventLimits.Default, EventText.Now, out _, out var rejection));

        Assert.Equal((41, code), (rejection.Index, rejection.Code));
        Assert.StartsWith("Line 42", rejection.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("userId,movieId,rating,timestamp", true)]
    [InlineData("1,2,3,1381945744", false)]
    [InlineData("1,2,x,1381945744", false)]
    public void IsHeader_WhenColumnsAreNamed_SaysSo(string line, bool expected) =>
        Assert.Equal(expected, RatingLine.IsHeader(line));
}
