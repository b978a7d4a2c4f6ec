using Orleans.Streams;

namespace Orleans
{
    /// <summary>The grain whose key is a stream's key gets every item of that namespace, without having subscribed.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public class ImplicitStreamSubscriptionAttribute : Attribute
    {
        public ImplicitStreamSubscriptionAttribute(string streamNamespace, string? streamIdMapper = null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(streamNamespace);
            if (streamIdMapper is not null)
            {
                throw new NotSupportedException($"Stream id mapper '{streamIdMapper}': a stream's key is always the grain's key here.");
            }

            Predicate = new ExactNamespace(streamNamespace.Trim());
        }

        public IStreamNamespacePredicate Predicate { get; }

        private sealed class ExactNamespace(string name) : IStreamNamespacePredicate
        {
            public string PredicatePattern => $"namespace:{name}";

            public bool IsMatch(string streamNamespace) => string.Equals(name, streamNamespace.Trim(), StringComparison.Ordinal);
        }
    }
}

namespace Orleans.Streams
{
    /// <summary>Which stream namespaces a grain class is subscribed to.</summary>
    public interface IStreamNamespacePredicate
    {
        string PredicatePattern { get; }

        bool IsMatch(string streamNamespace);
    }
}

namespace Orleans.Streams.Core
{
    /// <summary>A grain that wants to be told of subscriptions it has no observer for, such as implicit ones.</summary>
    public interface IStreamSubscriptionObserver
    {
        Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
    }

    /// <summary>A subscription whose item type the grain knows.</summary>
    public interface IStreamSubscriptionHandleFactory
    {
        StreamId StreamId { get; }

        string ProviderName { get; }

        StreamSubscriptionHandle<T> Create<T>();
    }
}
