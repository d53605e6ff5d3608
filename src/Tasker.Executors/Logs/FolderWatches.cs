namespace Tasker.Executors.Logs;

/// <summary>Tells those who follow files that one has changed: one watch of the system a folder, however many files are followed.</summary>
/// <remarks>
/// A watch is a thread and a queue of the kernel, hears of everything in its folder, and to begin one costs the kernel a look at every file
/// there: one for each agent would cost more with every agent that logged before. The watch of a folder that nobody follows any more stays
/// until another folder needs one, since the next agent mostly logs beside the last one.
/// </remarks>
internal sealed class FolderWatches : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watch> _watches = new(StringComparer.Ordinal);

    /// <summary>Watches of the system that are held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _watches.Count;
            }
        }
    }

    /// <summary>Follows a file, which need not be there yet; its folder is.</summary>
    /// <param name="path">The file; absolute.</param>
    /// <param name="changed">Called on a thread of the watch, perhaps more often than there is something new. Must return soon.</param>
    /// <returns>Ends the following; null when the system has no more watches.</returns>
    public IDisposable? Follow(string path, Action changed)
    {
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        lock (_gate)
        {
            if (!_watches.TryGetValue(folder, out var watch))
            {
                foreach (var idle in _watches.Where(other => other.Value.IsIdle).ToList())
                {
                    idle.Value.Dispose();
                    _watches.Remove(idle.Key);
                }

                watch = Watch.Of(folder);
                if (watch is null)
                {
                    return null;
                }

                _watches.Add(folder, watch);
            }

            return watch.Follow(name, changed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var watch in _watches.Values)
            {
                watch.Dispose();
            }

            _watches.Clear();
        }
    }

    /// <summary>The watch of one folder.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, List<Action>> _followers = new(StringComparer.Ordinal);
        private readonly FileSystemWatcher _system;

        private Watch(FileSystemWatcher system) => _system = system;

        /// <summary>True while nobody follows anything.</summary>
        public bool IsIdle
        {
            get
            {
                lock (_gate)
                {
                    return _followers.Count == 0;
                }
            }
        }

        /// <summary>Begins; null when the system has no more watches.</summary>
        public static Watch? Of(string folder)
        {
            FileSystemWatcher? system = null;
            try
            {
                system = new FileSystemWatcher(folder)
                {
                    NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName,
                };
                var watch = new Watch(system);
                system.Changed += (_, change) => watch.Tell(change.Name);
                system.Created += (_, change) => watch.Tell(change.Name);
                system.Error += (_, _) => watch.TellAll();
                system.EnableRaisingEvents = true;
                return watch;
            }
            catch (IOException)
            {
                system?.Dispose();
                return null;
            }
        }

        /// <summary>Follows a file of the folder.</summary>
        public IDisposable Follow(string name, Action changed)
        {
            lock (_gate)
            {
                if (!_followers.TryGetValue(name, out var all))
                {
                    _followers.Add(name, all = []);
                }

                all.Add(changed);
            }

            return new Following(this, name, changed);
        }

        /// <inheritdoc/>
        public void Dispose() => _system.Dispose();

        private void Tell(string? name)
        {
            Action[] all;
            lock (_gate)
            {
                all = name is not null && _followers.TryGetValue(name, out var found) ? [.. found] : [];
            }

            Array.ForEach(all, changed => changed());
        }

        /// <summary>Some changes were lost, so that any file may be one of them.</summary>
        private void TellAll()
        {
            Action[] all;
            lock (_gate)
            {
                all = [.. _followers.Values.SelectMany(found => found)];
            }

            Array.ForEach(all, changed => changed());
        }

        private sealed class Following(Watch watch, string name, Action changed) : IDisposable
        {
            public void Dispose()
            {
                lock (watch._gate)
                {
                    if (watch._followers.TryGetValue(name, out var all) && all.Remove(changed) && all.Count == 0)
                    {
                        watch._followers.Remove(name);
                    }
                }
            }
        }
    }
}
