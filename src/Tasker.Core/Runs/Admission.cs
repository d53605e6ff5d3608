using System.Collections.Immutable;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>The nodes that may start as soon as there is a place: highest priority first, then by number.</summary>
/// <remarks>
/// Nodes that need places in the same pools and the same limited group stand in one lane; only the first of a lane is ever looked at.
/// A lane that finds a limit full waits there and is looked at again when a place of that limit is freed, so that an input costs
/// nothing for lanes that it does not concern. How many places are taken is not kept here: it is part of the fold.
/// </remarks>
internal sealed class Admission(RunState run)
{
    private readonly Dictionary<(int Group, string Pools), Lane> _lanes = [];
    private readonly Dictionary<int, Limit> _limits = [];
    private readonly PriorityQueue<Lane, ulong> _candidates = new();
    private readonly List<Limit> _freed = [];

    /// <summary>Adds a node whose needs are met. Adding it twice is adding it once.</summary>
    public void Add(int node)
    {
        if (!run.SetQueued(node, true))
        {
            return;
        }

        var lane = LaneOf(node);
        lane.Nodes.Enqueue(node, KeyOf(node));
        if (lane.Nodes.Peek() == node)
        {
            Offer(lane);
        }
    }

    /// <summary>A place in a group was freed.</summary>
    public void GroupFreed(int group)
    {
        if (_limits.TryGetValue(~group, out var limit))
        {
            Freed(limit);
        }
    }

    /// <summary>A place in a pool was freed.</summary>
    public void PoolFreed(int pool)
    {
        if (_limits.TryGetValue(pool, out var limit))
        {
            Freed(limit);
        }
    }

    /// <summary>Takes the best node that has a place everywhere it needs one.</summary>
    /// <param name="mayStart">Whether a node still may start; one that may not is dropped.</param>
    /// <returns>The node; -1 when none can start now.</returns>
    public int Take(Func<int, bool> mayStart)
    {
        while (true)
        {
            Refill();
            if (!_candidates.TryDequeue(out var lane, out var key))
            {
                return -1;
            }

            lane.Offered = Math.Max(0, lane.Offered - 1);
            if (lane.PulledFrom is { } from)
            {
                from.Pulled = null;
                lane.PulledFrom = null;
            }

            if (lane.WaitsAt is not null || !DropGone(lane, mayStart, out var head) || KeyOf(head) != key)
            {
                if (lane.WaitsAt is null && lane.Nodes.Count > 0 && lane.Offered == 0)
                {
                    Offer(lane);
                }

                continue;
            }

            if (FirstFull(lane) is { } full)
            {
                lane.WaitsAt = full;
                full.Waiting.Enqueue(lane, key);
                continue;
            }

            lane.Nodes.Dequeue();
            run.SetQueued(head, false);
            if (lane.Nodes.Count > 0)
            {
                Offer(lane);
            }

            return head;
        }
    }

    /// <summary>Looks once more at lanes that wait at a limit with a free place: the best one of each such limit.</summary>
    private void Refill()
    {
        for (var i = _freed.Count - 1; i >= 0; i--)
        {
            var limit = _freed[i];
            if (limit.Pulled is not null)
            {
                continue;
            }

            while (limit.Waiting.Count > 0 && !IsFull(limit))
            {
                limit.Waiting.TryDequeue(out var lane, out var waitsWith);
                if (lane!.WaitsAt != limit || !lane.Nodes.TryPeek(out _, out var key))
                {
                    continue;
                }

                if (key > waitsWith)
                {
                    limit.Waiting.Enqueue(lane, key); // Its old head is gone; others may be better now.
                }
                else
                {
                    lane.WaitsAt = null;
                    (lane.PulledFrom, limit.Pulled) = (limit, lane);
                    Offer(lane);
                    break;
                }
            }

            if (limit.Pulled is null)
            {
                limit.IsFreed = false;
                _freed.RemoveAt(i);
            }
        }
    }

    private void Freed(Limit limit)
    {
        if (!limit.IsFreed && limit.Waiting.Count > 0)
        {
            limit.IsFreed = true;
            _freed.Add(limit);
        }
    }

    private void Offer(Lane lane)
    {
        if (!lane.Nodes.TryPeek(out _, out var key))
        {
            return;
        }

        if (lane.WaitsAt is { } limit)
        {
            // A better head than the one that it waits with: it waits in its new place too; the old entry is passed over.
            limit.Waiting.Enqueue(lane, key);
        }
        else
        {
            lane.Offered++;
            _candidates.Enqueue(lane, key);
        }
    }

    private bool DropGone(Lane lane, Func<int, bool> mayStart, out int head)
    {
        while (lane.Nodes.TryPeek(out head, out _))
        {
            if (mayStart(head))
            {
                return true;
            }

            lane.Nodes.Dequeue();
            run.SetQueued(head, false);
        }

        return false;
    }

    private Limit? FirstFull(Lane lane)
    {
        foreach (var limit in lane.Limits)
        {
            if (IsFull(limit))
            {
                return limit;
            }
        }

        return null;
    }

    private bool IsFull(Limit limit) => run.PlacesTaken(limit.Number) >= limit.Places;

    private ulong KeyOf(int node) => ((ulong)(uint)(int.MaxValue - (long)run.SpecOf(node).Priority) << 32) | (uint)node;

    private Lane LaneOf(int node)
    {
        ImmutableArray<string> pools = run.SpecOf(node) is StepSpec step ? step.Pools : [];
        var parent = run.ParentOf(node);
        var group = parent >= 0 && run.SpecOf(parent) is GroupSpec { MaxParallel: not null } ? parent : -1;
        var key = (group, pools.Length switch { 0 => "", 1 => pools[0], _ => string.Join('\n', pools.Order(StringComparer.Ordinal)) });
        if (!_lanes.TryGetValue(key, out var lane))
        {
            var limits = new List<Limit>();
            if (group >= 0)
            {
                limits.Add(LimitOf(~group, ((GroupSpec)run.SpecOf(group)).MaxParallel!.Value));
            }

            limits.AddRange(pools.Select(run.PoolNumber).Distinct().Order().Select(n => LimitOf(n, run.PoolLimit(n))));
            _lanes[key] = lane = new Lane([.. limits]);
        }

        return lane;
    }

    private Limit LimitOf(int number, int places)
    {
        if (!_limits.TryGetValue(number, out var limit))
        {
            _limits[number] = limit = new Limit(number, places);
        }

        return limit;
    }

    private sealed class Lane(ImmutableArray<Limit> limits)
    {
        public ImmutableArray<Limit> Limits { get; } = limits;

        public PriorityQueue<int, ulong> Nodes { get; } = new();

        public Limit? WaitsAt { get; set; }

        public Limit? PulledFrom { get; set; }

        public int Offered { get; set; }
    }

    /// <summary>A pool (its number) or a limited group (the complement of its number).</summary>
    private sealed class Limit(int number, int places)
    {
        public int Number { get; } = number;

        public int Places { get; } = places;

        public PriorityQueue<Lane, ulong> Waiting { get; } = new();

        public Lane? Pulled { get; set; }

        public bool IsFreed { get; set; }
    }
}
