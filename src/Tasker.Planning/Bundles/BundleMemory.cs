using Tasker.Engine.Files;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Bundles;

/// <summary>The sources of bundles for one who makes many, one at a time: they are read again when one of their files is another one, was written, came or went.</summary>
internal sealed class BundleMemory
{
    private (string Path, FileIdentity? File)[] _files = [];
    private BundleSources? _sources;

    /// <summary>The sources as they are now.</summary>
    /// <exception cref="PlanningException">A map is missing or broken.</exception>
    public BundleSources Read(PlanningFolder folder, PlanState state)
    {
        // Before they are read: what is written meanwhile is another file.
        var files = BundleSources.Files(folder).Select(path => (path, FileIdentity.Of(path))).ToArray();
        if (_sources is null || FileIdentity.Of(folder.CapabilityMap) is null || !files.SequenceEqual(_files))
        {
            (_sources, _files) = (BundleSources.Read(folder, state), files);
        }

        return _sources.With(state);
    }
}
