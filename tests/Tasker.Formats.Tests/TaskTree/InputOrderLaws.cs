using FsCheck;
using FsCheck.Fluent;
using Tasker.Formats.TaskTree;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>
/// Who reads what another task makes waits for it, however the tree is written; and many questions at once get the answers of one at a
/// time.
/// </summary>
public sealed class InputOrderLaws
{
    [Fact]
    public void Ancestors_are_those_that_a_walk_finds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var count = random.Next(2, 60);
            int[][] needs = [.. Enumerable.Range(0, count)
                .Select(node => Enumerable.Range(0, node).Where(_ => random.Next(count) < 2).ToArray())];
            var pairs = Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(0, count).Select(b => (a, b))).ToList();

            var answers = new Ancestry([.. Enumerable.Range(0, count)], (node, i) => i < needs[node].Length ? needs[node][i] : -1)
                .Answer(pairs);

            Assert.All(pairs, (pair, at) => Assert.Equal(Reaches(pair.b, pair.a, needs), answers[at]));
        }));

    [Fact]
    public void More_questions_than_fit_into_one_pass_are_answered_too()
    {
        const int Count = 2_600;
        var pairs = Enumerable.Range(0, Count).SelectMany(node => new[] { (node, Count - 1), (Count - 1 - node, node) }).ToList();

        var answers = new Ancestry([.. Enumerable.Range(0, Count)], (node, i) => i == 0 ? node - 1 : -1).Answer(pairs);

        Assert.All(pairs, (pair, at) => Assert.Equal(pair.Item1 < pair.Item2, answers[at]));
    }

    [Fact]
    public void Readers_wait_for_makers_and_nobody_waits_in_a_circle() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var count = random.Next(2, 25);

            // Written dependencies go by a hidden order, so that they never make a circle; inputs may be anybody's.
            var hidden = Enumerable.Range(0, count).ToArray();
            random.Shuffle(hidden);
            int[][] needs = [.. hidden.Select(
                mine => hidden.Index().Where(o => o.Item < mine && random.Next(count) < 2).Select(o => o.Index).ToArray())];
            int[][] reads = [.. Enumerable.Range(0, count)
                .Select(me => Enumerable.Range(0, count).Where(o => o != me && random.Next(count) < 2).ToArray())];
            var tree = new FakeTree();
            for (var task = 0; task < count; task++)
            {
                tree.Task($"a/{task:D2}", $"""
                    dependencies: [{string.Join(", ", needs[task].Select(n => $"a/{n:D2}"))}]
                    inputs: [{string.Join(", ", reads[task].Select(r => $"../../a/{r:D2}/r{r}"))}]
                    outputs: [r{task}]

                    """);
            }

            var read = TaskTreeReader.Read(new TreePlace("tasks"), tree);

            Assert.True(read.IsUsable, string.Join('\n', read.Diagnostics));
            var all = read.Value!.Tasks.Select(task => task.Needs.Select(id => int.Parse(id.AsSpan(2), provider: null)).ToArray())
                .ToArray();
            for (var task = 0; task < count; task++)
            {
                Assert.False(Reaches(task, task, all));
                Assert.All(all[task].Except(needs[task]),
                    added => Assert.DoesNotContain(all[task], other => other != added && Reaches(other, added, all)));
                foreach (var maker in reads[task])
                {
                    var isLate = read.Diagnostics.Any(d =>
                        d.Code == TreeCodes.MadeTooLate
                            && d.What.StartsWith($"'a/{task:D2}' reads '../../a/{maker:D2}/", StringComparison.Ordinal));
                    Assert.Equal(isLate, Reaches(maker, task, all));
                    Assert.True(isLate || Reaches(task, maker, all), $"{task} does not wait for {maker}.");
                }
            }

            Assert.Equal(
                read.Diagnostics.Count(d => d.Code == TreeCodes.ReadWithoutDependency), all.Sum(n => n.Length) - needs.Sum(n => n.Length));
        }));

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_great_circle_of_readers_is_opened_at_one_place(int step)
    {
        const int Count = 2_000;
        var tree = new FakeTree();
        for (var task = 0; task < Count; task++)
        {
            tree.Task(
                $"a/{task:D4}",
                $"inputs: [../../a/{(task + step + Count) % Count:D4}/r, ../../a/{(task + (7 * step) + Count) % Count:D4}/r]\n"
                    + "outputs: [r]\n");
        }

        var read = TaskTreeReader.Read(new TreePlace("tasks"), tree);

        var all = read.Value!.Tasks.Select(task => task.Needs.Select(id => int.Parse(id.AsSpan(2), provider: null)).ToArray()).ToArray();
        Assert.Equal(Count - 1, all.Sum(needs => needs.Length));
        Assert.Equal(8, read.Diagnostics.Count(d => d.Code == TreeCodes.MadeTooLate));
        Assert.All(Enumerable.Range(0, Count), task => Assert.False(Reaches(task, task, all)));
    }

    private static bool Reaches(int from, int to, int[][] needs)
    {
        var (open, seen) = (new Stack<int>([from]), new HashSet<int>());
        while (open.TryPop(out var at))
        {
            foreach (var need in needs[at].Where(seen.Add))
            {
                open.Push(need);
            }
        }

        return seen.Contains(to);
    }
}
