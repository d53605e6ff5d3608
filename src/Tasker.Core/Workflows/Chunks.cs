using System.Collections.Immutable;

namespace Tasker.Core.Workflows;

/// <summary>Makes ordinary groups and steps of a chunked work, so that the rules of runs need no word for it.</summary>
/// <remarks>
/// The work becomes a sequence of one group <c>chunk-1</c>, <c>chunk-2</c> … for each chunk; each of them is a sequence of
/// <list type="number">
/// <item><c>fix</c>, where there is one: runs only when the chunk is done anew, before anything else;</item>
/// <item>the pieces <c>to-500</c>, <c>to-1000</c> …, named by the items done after them; each makes the checkpoint
/// <c>&lt;id&gt;-500</c>;</item>
/// <item><c>check</c>, where there is one: a quality check over the whole chunk.</item>
/// </list>
/// A piece that fails is tried again by its own policy. When that is spent, or when the check fails, the whole chunk is done anew by
/// <see cref="ChunkPlan.Retry"/>; what it left behind is still there then, so a piece writes its items over, it does not append. When that
/// is spent too, the work has failed and later chunks are blocked. After a crash the work goes on at the first piece that has not ended.
/// </remarks>
public static class Chunks
{
    /// <summary>Cuts a work into groups and steps.</summary>
    /// <param name="frame">The group that the work becomes: id, needs, condition and so on; its order and members are replaced.</param>
    /// <param name="plan">Sizes and checkpoints; sound (see <see cref="ChunkPlan.Problem"/>).</param>
    /// <param name="piece">Makes the step that does a piece; its id, title and checkpoint are set afterwards.</param>
    /// <param name="check">Makes the step that checks a chunk; null for none.</param>
    /// <param name="fix">Makes the step that mends a chunk before it is done anew; null for none.</param>
    /// <exception cref="ArgumentException">The plan is not sound.</exception>
    public static GroupSpec Expand(
        GroupSpec frame,
        ChunkPlan plan,
        Func<ChunkPiece, StepSpec> piece,
        Func<ChunkPiece, StepSpec>? check = null,
        Func<ChunkPiece, StepSpec>? fix = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(piece);
        if (plan.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(plan));
        }

        var chunks = ImmutableArray.CreateBuilder<NodeSpec>(plan.Sizes.Length);
        var (start, total) = (0L, plan.Sizes.Sum());
        for (var i = 0; i < plan.Sizes.Length; i++)
        {
            var whole = new ChunkPiece($"{frame.Id}/chunk-{i + 1}", i + 1, plan.Sizes.Length, start, plan.Sizes[i], total);
            var pieces = Cut(whole, plan.CheckpointEvery);
            var members = ImmutableArray.CreateBuilder<NodeSpec>(pieces.Length + 2);
            if (fix is not null)
            {
                var mended = whole with { Id = $"{whole.Id}/fix" };
                members.Add(fix(mended) with
                {
                    Id = mended.Id,
                    Title = $"fix {whole.Range} before a retry",
                    Condition = $"steps['{LastPart(pieces[0].Id)}'].attempts > 0",
                });
            }

            members.AddRange(pieces.Select(part =>
                piece(part) with { Id = part.Id, Title = part.Range, Checkpoint = $"{frame.Id}-{part.End}" }));
            if (check is not null)
            {
                var checkedPart = whole with { Id = $"{whole.Id}/check" };
                members.Add(check(checkedPart) with { Id = checkedPart.Id, Title = $"check {whole.Range}" });
            }

            chunks.Add(new GroupSpec
            {
                Id = whole.Id,
                Title = $"chunk {whole.Chunk} of {whole.Chunks}",
                Order = GroupOrder.Sequence,
                Retry = plan.Retry,
                Members = members.ToImmutable(),
                Where = frame.Where,
            });
            start = whole.End;
        }

        return frame with { Order = GroupOrder.Sequence, ForEach = null, Members = chunks.ToImmutable() };
    }

    /// <summary>The pieces of a chunk: it is cut where so many items of the whole work are done.</summary>
    private static ImmutableArray<ChunkPiece> Cut(ChunkPiece chunk, long? every)
    {
        var pieces = ImmutableArray.CreateBuilder<ChunkPiece>();
        for (var start = chunk.Start; start < chunk.End;)
        {
            var end = every is { } step ? Math.Min(((start / step) + 1) * step, chunk.End) : chunk.End;
            pieces.Add(chunk with { Id = $"{chunk.Id}/to-{end}", Start = start, Size = end - start });
            start = end;
        }

        return pieces.ToImmutable();
    }

    private static string LastPart(string id) => id[(id.LastIndexOf('/') + 1)..];
}
