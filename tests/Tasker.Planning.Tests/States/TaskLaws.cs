using FsCheck;
using FsCheck.Fluent;

namespace Tasker.Planning.Tests.States;

/// <summary>What holds after any order of commands about tasks, verdicts, stops and batches.</summary>
public sealed class TaskLaws
{
    private static readonly string[] Verbs =
    [
        "start", "start", "start", "complete", "complete", "fail", "fail for good", "retry", "skip", "refuse", "accept", "halt", "resume",
        "batch", "batch by force", "answer success", "answer failed", "tell success", "tell failed", "recover", "recover", "clear",
        "start by force", "fail by force", "retry by force",
    ];

    [Fact]
    public void Any_order_of_commands_keeps_the_rules() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(Arb.From(Stories()), story =>
        {
            var plan = new TaskStory(story.Needs);
            foreach (var (verb, number) in story.Commands)
            {
                plan.Do(verb, TaskStory.Id(number));
            }
        }));

    // A law that never sees a command refused, or done, says nothing about it.
    [Fact]
    public void The_laws_see_every_command_done_and_refused()
    {
        var seen = new HashSet<(string, bool)>();
        foreach (var story in Stories().Sample(100, 40))
        {
            var plan = new TaskStory(story.Needs);
            foreach (var (verb, number) in story.Commands)
            {
                seen.Add((verb, plan.Do(verb, TaskStory.Id(number))));
            }
        }

        // These are never refused: whoever asks twice is told the same again.
        string[] always =
        [
            "halt", "resume", "clear", "refuse", "accept", "answer success", "answer failed", "recover", "batch by force", "fail by force",
        ];
        Assert.Equal(
            Verbs.Distinct().SelectMany(verb => always.Contains(verb) ? new[] { (verb, true) } : [(verb, false), (verb, true)]).Order(),
            seen.Order());
    }

    // A task needs only earlier ones, so there is no circle.
    private static Gen<Story> Stories() =>
        from needs in Gen.CollectToArray(Enumerable.Range(0, TaskStory.Tasks),
            i => i == 0 ? Gen.Constant(Array.Empty<int>()) : Gen.SubListOf(Enumerable.Range(0, i)).Select(some => some.Take(2).ToArray()))
        from commands in Gen.Elements(Verbs)
            .SelectMany(verb => Gen.Choose(0, TaskStory.Tasks - 1).Select(number => (verb, number))).ListOf(60)
        select new Story(needs, [.. commands]);

    private sealed record Story(IReadOnlyList<int[]> Needs, IReadOnlyList<(string Verb, int Number)> Commands)
    {
        public override string ToString() =>
            string.Join("; ", Needs.Select((some, i) => $"{TaskStory.Id(i)} needs {string.Join(',', some.Select(TaskStory.Id))}")) + ": "
                + string.Join(", ", Commands.Select(c => $"{c.Verb} {TaskStory.Id(c.Number)}"));
    }
}
