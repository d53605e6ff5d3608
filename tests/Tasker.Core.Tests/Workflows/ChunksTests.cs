using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Workflows;

namespace Tasker.Core.Tests.Workflows;

public sealed class ChunksTests
{
    private static readonly RetryPolicy Twice = RetryPolicy.Times(2, TimeSpan.Zero);

    private static StepSpec Step(ChunkPiece piece) => new()
    {
        Id = "",
        Action = new StepAction.Run(CommandSpec.Exec("make") with { Env = piece.Env }),
        Retry = RetryPolicy.Times(3, TimeSpan.FromSeconds(1)),
    };

    private static GroupSpec Expand(long[] sizes, long? every, bool check = true, bool fix = false) =>
        Chunks.Expand(new GroupSpec { Id = "data", Priority = 7 }, new ChunkPlan([.. sizes], every, Twice), Step, check ? Step : null,
            fix ? Step : null);

    private static IEnumerable<StepSpec> Steps(NodeSpec node) =>
        node is GroupSpec group ? group.Members.SelectMany(Steps) : [(StepSpec)node];

    private static string Told(StepSpec step, string name) => ((StepAction.Run)step.Action).Command.Env[name];

    [Fact]
    public void Chunks_are_cut_at_cumulative_checkpoints_and_checked_at_their_end()
    {
        var group = Expand([100, 900, 4000], 500);

        Assert.Equal(
            [
                "data/chunk-1/to-100", "data/chunk-1/check", "data/chunk-2/to-500", "data/chunk-2/to-1000", "data/chunk-2/check",
                "data/chunk-3/to-1500", "data/chunk-3/to-2000", "data/chunk-3/to-2500", "data/chunk-3/to-3000", "data/chunk-3/to-3500",
                "data/chunk-3/to-4000", "data/chunk-3/to-4500", "data/chunk-3/to-5000", "data/chunk-3/check",
            ],
            Steps(group).Select(step => step.Id));
        Assert.Equal(["data-100", null, "data-500", "data-1000", null], Steps(group).Take(5).Select(step => step.Checkpoint));
    }

    [Fact]
    public void Chunk_is_done_anew_as_a_whole_and_a_piece_by_its_own_policy()
    {
        var group = Expand([10, 20], null);

        Assert.Equal((GroupOrder.Sequence, RetryPolicy.None, 7), (group.Order, group.Retry, group.Priority));
        Assert.All(group.Members, chunk => Assert.Equal(Twice, chunk.Retry));
        Assert.All(group.Members, chunk => Assert.Equal(GroupOrder.Sequence, ((GroupSpec)chunk).Order));
        Assert.All(Steps(group), step => Assert.Equal(3, step.Retry.MaxAttempts));
    }

    [Fact]
    public void Piece_is_told_its_stretch_and_a_check_that_of_its_chunk()
    {
        var steps = Steps(Expand([100, 900], 500)).ToDictionary(step => step.Id);

        var piece = steps["data/chunk-2/to-500"];
        Assert.Equal(
            ("2", "100", "400", "500", "1000"),
            (Told(piece, "CHUNK_INDEX"), Told(piece, "CHUNK_START"), Told(piece, "CHUNK_SIZE"), Told(piece, "CHUNK_END"),
                Told(piece, "CHUNK_TOTAL")));
        var check = steps["data/chunk-2/check"];
        Assert.Equal(("100", "900", "1000"), (Told(check, "CHUNK_START"), Told(check, "CHUNK_SIZE"), Told(check, "CHUNK_END")));
    }

    [Fact]
    public void Fix_comes_first_and_only_when_the_chunk_was_tried_before()
    {
        var first = Steps(Expand([100, 900], 500, fix: true)).Where(step => step.Id.EndsWith("/fix", StringComparison.Ordinal)).ToArray();

        Assert.Equal(["steps['to-100'].attempts > 0", "steps['to-500'].attempts > 0"], first.Select(step => step.Condition!));
    }

    [Fact]
    public void Pieces_cover_every_item_once_in_order() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(
            Gen.Choose(1, 5000).ArrayOf().Where(sizes => sizes.Length > 0).Zip(Gen.Choose(1, 700)).ToArbitrary(),
            given =>
            {
                var (sizes, every) = given;
                var plan = new ChunkPlan([.. sizes.Select(size => (long)size)], every, Twice);
                if (plan.Problem() is not null)
                {
                    return;
                }

                var pieces = Steps(Expand([.. plan.Sizes], every, check: false)).ToArray();
                long done = 0;
                foreach (var piece in pieces)
                {
                    Assert.Equal(done, long.Parse(Told(piece, "CHUNK_START")));
                    done += long.Parse(Told(piece, "CHUNK_SIZE"));
                    Assert.InRange(long.Parse(Told(piece, "CHUNK_SIZE")), 1, every);
                }

                Assert.Equal(sizes.Sum(), done);
                Assert.Equal(pieces.Length, pieces.Select(piece => piece.Checkpoint).Distinct().Count());
            }));

    [Theory]
    [InlineData(new long[0], null, "There is no chunk.")]
    [InlineData(new long[] { 5, 0 }, null, "A chunk has 0 items; 1 is the least.")]
    [InlineData(new long[] { 5 }, 0L, "A checkpoint every 0 items cannot be made; 1 is the least.")]
    [InlineData(new long[] { long.MaxValue, long.MaxValue }, null, "The chunks have more than 1,000,000,000,000 items.")]
    [InlineData(new long[] { 20_000 }, 1L, "The chunks are cut into 20,000 pieces; 10,000 is the most.")]
    [InlineData(new long[] { 10_000 }, 1L, null)]
    public void Broken_plan_says_why(long[] sizes, long? every, string? expected)
    {
        Assert.Equal(expected, new ChunkPlan([.. sizes], every, RetryPolicy.None).Problem());
    }
}
