namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Has tasks wait for those whose files they read, as far as nobody then waits in a circle.</summary>
/// <remarks>
/// All wishes are looked at together: an order is made that keeps every need and as many wishes as it can, and those that fit it are
/// granted at once. What is against the order and not a circle by itself is tried again beside what was granted meanwhile; each round
/// grants some. So the cost is that of a few passes over the tree, however many tasks read one another's files.
/// </remarks>
/// <param name="graph">Who needs whom; gets the needs that are granted and do not follow from others.</param>
internal sealed class WishedNeeds(NeedGraph graph)
{
    private const int MostRounds = 16;

    /// <summary>What comes of each wish.</summary>
    /// <param name="wishes">Each a task and another one that it should wait for; no pair twice.</param>
    public WishOutcome[] Grant(IReadOnlyList<(int Task, int Needed)> wishes)
    {
        var outcomes = new WishOutcome[wishes.Count];
        List<int> open = [.. Enumerable.Range(0, wishes.Count)];
        for (var round = 0; round < MostRounds && open.Count > 0; round++)
        {
            var places = graph.Places([.. open.Select(wish => wishes[wish])]);
            var against = new List<int>();
            foreach (var wish in open)
            {
                var (task, needed) = wishes[wish];
                if (places[task] >= 0 && places[needed] >= 0 && places[needed] < places[task])
                {
                    graph.Add(task, needed);
                    outcomes[wish] = WishOutcome.Granted;
                }
                else
                {
                    against.Add(wish);
                }
            }

            var circles = graph.AreBefore([.. against.Select(wish => (wishes[wish].Task, wishes[wish].Needed))]);
            open.Clear();
            foreach (var (at, wish) in against.Index())
            {
                outcomes[wish] = circles[at] ? WishOutcome.Circle : WishOutcome.Entangled;
                if (!circles[at])
                {
                    open.Add(wish);
                }
            }
        }

        RemoveImplied(wishes, outcomes);
        return outcomes;
    }

    /// <summary>What follows from other needs is not one of its own. In what has no circle all such can go at once.</summary>
    private void RemoveImplied(IReadOnlyList<(int Task, int Needed)> wishes, WishOutcome[] outcomes)
    {
        int[] granted = [.. Enumerable.Range(0, outcomes.Length).Where(wish => outcomes[wish] is WishOutcome.Granted)];
        var implied = graph.AreBeforeBesides([.. granted.Select(wish => (wishes[wish].Needed, wishes[wish].Task))]);
        foreach (var (at, wish) in granted.Index())
        {
            if (implied[at])
            {
                graph.Remove(wishes[wish].Task, wishes[wish].Needed);
                outcomes[wish] = WishOutcome.Implied;
            }
        }
    }
}

/// <summary>What came of the wish that one task waits for another.</summary>
internal enum WishOutcome
{
    /// <summary>
    /// It could not be decided in a bounded time: many such wishes stand in circles with one another. The task does not wait.
    /// </summary>
    Entangled,

    /// <summary>The task waits.</summary>
    Granted,

    /// <summary>The task waits already, through others.</summary>
    Implied,

    /// <summary>The other one waits for the task.</summary>
    Circle,
}
