using Profiles.Core.Catalogue;
using static Profiles.Core.Tests.Catalogue.SomeContent;

namespace Profiles.Core.Tests.Catalogue;

public sealed class ContentVectorTests
{
    [Fact]
    public void Vector_WhenMade_HasLengthOneAndAscendingKeys()
    {
        var item = Movie("m", "Drama", "Crime", "Drama") with { Title = "The Long Long Goodbye", Tags = ["noir"] };

        var vector = ContentVector.Of(item);

        Assert.Equal(6, vector.Keys.Length);
        Assert.Equal(vector.Keys.ToArray().Order(), vector.Keys.ToArray());
        Assert.Equal(1, vector.Weights.ToArray().Sum(weight => (double)weight * weight), 1e-6);
        Assert.Equal(1, vector.Dot(vector), 1e-6);
    }

    [Fact]
    public void Vector_WhenNothingIsKnown_IsEmpty()
    {
        var vector = ContentVector.Of(Movie("m") with { Title = "Up" });

        Assert.True(vector.Keys.IsEmpty);
        Assert.Equal(0, vector.Dot(ContentVector.Of(Movie("n", "Drama"))));
    }

    [Fact]
    public void Dot_WhenMoreIsShared_IsHigher()
    {
        var drama = ContentVector.Of(Movie("aaa", "Drama", "Crime"));
        var same = ContentVector.Of(Movie("bbb", "Crime", "Drama"));
        var half = ContentVector.Of(Movie("ccc", "Drama", "Comedy"));
        var none = ContentVector.Of(Movie("ddd", "Horror"));

        Assert.True(drama.Dot(same) > drama.Dot(half));
        Assert.True(drama.Dot(half) > drama.Dot(none));
        Assert.Equal(0, drama.Dot(none));
        Assert.Equal(drama.Dot(half), half.Dot(drama));
    }

    [Fact]
    public void KeyOf_WhenTheFeatureDiffers_Differs() => Assert.NotEqual(
        ContentVector.KeyOf(ContentFeature.Genre, "Sport"), ContentVector.KeyOf(ContentFeature.Tag, "Sport"));
}
