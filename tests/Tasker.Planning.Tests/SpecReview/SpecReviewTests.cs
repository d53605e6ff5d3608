using Tasker.Planning.SpecReview;

namespace Tasker.Planning.Tests.SpecReview;

public sealed class SpecReviewTests
{
    [Fact]
    public void One_thing_with_two_defaults_is_a_contradiction_and_a_value_that_is_repeated_is_none()
    {
        Assert.Single(Of("The timeout defaults to 5 seconds.\n\nThe timeout defaults to 10 seconds.\n", "contradiction"));
        Assert.Empty(Of("The timeout defaults to 5.\n\nThe timeout defaults to 5.\n\nThe port defaults to 80.\n", "contradiction"));
    }

    [Fact]
    public void Ids_stay_when_other_lines_change()
    {
        const string Line = "The list is updated quickly.\n";

        Assert.NotEmpty(Of(Line, "ambiguity"));
        Assert.Equal(Of(Line, "ambiguity").Select(w => w.Id), Of("# New\n\nOther words.\n\n" + Line, "ambiguity").Select(w => w.Id));
    }

    [Fact]
    public void Columns_are_named_by_their_table()
    {
        var found = Of(
            "```sql\nCREATE TABLE orders (\n  id INTEGER NOT NULL,\n  note TEXT,\n  state TEXT DEFAULT 'new'\n);\n```\n", "implicit");

        Assert.Equal(["orders.id", "orders.state"], found.Select(w => w.Description.Split(' ')[0]));
    }

    [Fact]
    public void What_does_not_apply_is_not_asked_and_words_are_whole()
    {
        const string spec = "# Purpose\nThe author checks words when they are typed; it must refuse unknown ones.\n";
        var answers = SpecReviewer.Review(spec).Checklist;

        Assert.All(answers.Where(a => a.Item.Category is "C2" or "C3" or "C7"), a => Assert.Equal("na", a.Status));
    }

    [Fact]
    public void Code_is_no_sentence_and_an_invocation_needs_a_section()
    {
        Assert.Empty(Of("```\nsome things may be quick, etc.\n```\n", "ambiguity"));
        Assert.Single(Of("Users run `bake` to begin.\n", "missing_activation"));
        Assert.Empty(Of("Users run `bake` to begin.\n\n# Installation\nCopy the file.\n", "missing_activation"));
    }

    [Theory]
    [InlineData("a ")]
    [InlineData("CREATE TABLE x (")]
    [InlineData("default")]
    [InlineData("some or may be handled | - REQ-1: ")]
    [InlineData("\n# Phase 2 or some\n- x y\n")]
    public void Ten_megabytes_of_anything_are_reviewed(string part) =>
        Assert.NotNull(SpecReviewer.Review(string.Concat(Enumerable.Repeat(part, (10 << 20) / part.Length))).Weaknesses);

    private static Weakness[] Of(string spec, string category) =>
        [.. SpecReviewer.Review(spec).Weaknesses.Where(w => w.Category == category)];
}
